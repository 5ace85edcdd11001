// <cc-chart data-spec='{…}'>: drawn with ECharts, on static and on interactive pages, redrawn when its spec, its size
// or the theme changes, disposed when it leaves. Colours and sizes are read from the tokens. Data never becomes HTML.

const engine = () => import('/lib/echarts/echarts.esm.min.mjs');

/** Reads tokens as this element sees them; font size and unit come resolved to px. */
function palette(element) {
  const style = getComputedStyle(element);
  const token = name => style.getPropertyValue(`--cc-${name}`).trim();
  return {
    token,
    font: style.fontFamily,
    size: parseFloat(style.fontSize),
    unit: parseFloat(style.columnGap) || 4,
  };
}

const number = value => value == null ? '暂无公开数据' : value.toLocaleString('en-US', { maximumFractionDigits: 2 });

function line(series, index, spec, look) {
  const { token, unit } = look;
  const color = series.context ? token('cat-6') : token(`cat-${index + 1}`);
  const from = series.forecastFrom ?? Infinity;
  const width = Math.max(1.5, unit * .45);
  const label = { show: spec.series.length > 1, formatter: series.name, color: series.context ? token('text-2') : color, fontSize: look.size, distance: unit };
  const real = series.values.map((v, i) => i < from ? v : null);
  const named = index === 0 ? spec.pointLabels : undefined;
  const point = (v, i) => v == null || !named?.includes(i) ? v : { value: v, symbol: 'circle', label: { show: true, formatter: number(v), position: 'top', color: token('text-1'), fontSize: look.size } };
  const lines = [{
    type: 'line', name: series.name, data: real.map(point), color, showSymbol: Boolean(named) || real.filter(v => v != null).length < 2,
    symbol: 'circle', symbolSize: unit, lineStyle: { width }, endLabel: from === Infinity ? label : undefined, z: 3,
  }];
  if (real.some((v, i) => v == null && i > real.findIndex(x => x != null) && real.slice(i).some(x => x != null)))
    lines.push({ type: 'line', data: real, connectNulls: true, silent: true, showSymbol: false, color: token('line-3'), lineStyle: { width: width * .7, type: 'dashed' }, z: 2 });
  if (from < Infinity) {
    const violet = token('forecast');
    const ahead = series.values.map((v, i) => i >= from - 1 ? v : null);
    lines.push({
      type: 'line', name: `${series.name} 预测`, data: ahead, color: violet, showSymbol: false, lineStyle: { width, type: 'dashed' },
      endLabel: { ...label, show: true, formatter: `${series.name} 预测`, color: violet }, z: 3,
    });
    if (series.band) {
      const edge = side => series.values.map((v, i) => i === from - 1 ? v : series.band[i - from]?.[side] ?? null);
      const low = edge(0);
      const blank = { type: 'line', stack: `band-${index}`, showSymbol: false, silent: true, lineStyle: { width: 0 }, z: 1 };
      lines.push({ ...blank, data: low }, { ...blank, data: edge(1).map((v, i) => v == null ? null : v - low[i]), areaStyle: { color: violet, opacity: .24 } });
    }
  }
  return lines;
}

const bars = (series, index, spec, look) => [{
  type: 'bar', name: series.name, data: series.values, color: look.token(series.context ? 'cat-6' : `cat-${index + 1}`), barMaxWidth: look.unit * 9, barCategoryGap: '32%',
}];

function threshold({ name, value, warning }, { token, size, unit }) {
  const color = warning ? token(`warn-${warning}-line`) : token('ref');
  return {
    symbol: 'none', silent: true, data: [{ yAxis: value }], lineStyle: { color, width: Math.max(1, unit * .25), type: [4, 3] },
    label: { formatter: name, position: 'insideEndTop', color: token('text-2'), fontSize: size },
  };
}

function cartesian(spec, look) {
  const { token, size, unit } = look;
  const text = { color: token('text-3'), fontSize: size, fontFamily: look.font };
  const series = spec.series.flatMap((one, i) => (spec.kind === 'bars' ? bars : line)(one, i, spec, look));
  if (spec.threshold && series.length) series[0].markLine = threshold(spec.threshold, look);
  const named = spec.kind === 'line' && (spec.series.length > 1 || spec.series.some(one => one.forecastFrom != null));
  const room = spec.pointLabels ? size * 2.2 : named ? size * Math.max(...spec.series.map(one => one.name.length + (one.forecastFrom != null ? 3.5 : 1))) : unit * 3;
  return {
    grid: spec.bare ? { left: 0, right: unit, top: unit, bottom: unit } : { left: 0, right: room, top: spec.pointLabels ? size * 1.8 : unit * 3, bottom: 0, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category', data: spec.labels, boundaryGap: spec.kind === 'bars', show: !spec.bare,
      axisLine: { lineStyle: { color: token('axis') } }, axisTick: { show: false }, axisLabel: { ...text, hideOverlap: true },
    },
    yAxis: {
      type: 'value', scale: spec.kind === 'line' && spec.zoomed, show: !spec.bare && !spec.pointLabels, splitNumber: 4,
      axisLabel: text, splitLine: { lineStyle: { color: token('grid') } },
    },
    series,
  };
}

function radar(spec, look) {
  const { token, size, unit } = look;
  return {
    radar: {
      indicator: spec.labels.map(name => ({ name, max: 100, min: 0 })), splitNumber: 4, radius: '68%', shape: 'polygon',
      axisName: { color: token('text-2'), fontSize: size, fontFamily: look.font },
      splitArea: { show: false }, splitLine: { lineStyle: { color: token('line-1') } }, axisLine: { lineStyle: { color: token('line-1') } },
    },
    series: [{
      type: 'radar', symbolSize: unit,
      data: spec.series.map((one, i) => {
        const color = one.context ? token('cat-6') : token(`cat-${i + 1}`);
        return { name: one.name, value: one.values, itemStyle: { color }, lineStyle: { color, width: Math.max(1.5, unit * .45), type: one.context ? 'dashed' : 'solid' }, areaStyle: { color, opacity: one.context ? 0 : .16 } };
      }),
    }],
  };
}

function option(spec, look) {
  const { token, size, unit } = look;
  return {
    animation: false,
    textStyle: { fontFamily: look.font, fontSize: size },
    tooltip: {
      show: !spec.bare && document.documentElement.dataset.screen !== 'wall', trigger: spec.kind === 'radar' ? 'item' : 'axis', renderMode: 'richText', confine: true,
      backgroundColor: token('bg-2'), borderColor: token('line-2'), borderWidth: 1, padding: unit * 2,
      textStyle: { color: token('text-1'), fontSize: size }, axisPointer: { lineStyle: { color: token('line-2') } },
      valueFormatter: value => value == null ? number(value) : `${number(value)}${spec.unit ? ` ${spec.unit}` : ''}`,
    },
    ...(spec.kind === 'radar' ? radar(spec, look) : cartesian(spec, look)),
  };
}

class Chart extends HTMLElement {
  static observedAttributes = ['data-spec'];

  async connectedCallback() {
    this.here = true;
    const echarts = await engine();
    if (!this.here || this.chart) return;
    this.chart = echarts.init(this, null, { renderer: 'svg' });
    this.resized = new ResizeObserver(() => { this.chart.resize(); this.draw(); });
    this.resized.observe(this);
    this.draw();
  }

  disconnectedCallback() {
    this.here = false;
    this.resized?.disconnect();
    this.chart?.dispose();
    this.chart = null;
  }

  attributeChangedCallback() { this.draw(); }

  draw() {
    if (!this.chart || !this.dataset.spec) return;
    this.chart.setOption(option(JSON.parse(this.dataset.spec), palette(this)), { notMerge: true });
  }
}

if (!customElements.get('cc-chart')) customElements.define('cc-chart', Chart);
