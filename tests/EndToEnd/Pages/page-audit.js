// Runs in the page: measures what a designer would otherwise have to see. Returns a list of complaints.
({ smallestText, scrolls }) => {
  const complaints = [];
  const say = (what, element, detail) =>
    complaints.push(`${what}: ${detail} “${(element.textContent || '').trim().slice(0, 40)}” <${element.tagName.toLowerCase()} class="${element.className}">`);

  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, under) => top.slice(0, 3).map((c, i) => c * top[3] + under[i] * (1 - top[3])).concat(1);
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (a, b) => {
    const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (hi + 0.05) / (lo + 0.05);
  };
  const surface = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.backgroundImage !== 'none' && !style.backgroundImage.startsWith('url')) return null;
      const color = rgba(style.backgroundColor);
      if (color[3] > 0) layers.push(color);
      if (color[3] === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
  };

  const isShown = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && box.bottom > 0 && box.right > 0 &&
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  const texts = [...document.querySelectorAll('body *')].filter((e) =>
    e.closest('script,style,template,noscript,cc-map,[data-chart],[hidden],.visually-hidden,canvas,:disabled') === null &&
    [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) && isShown(e));

  for (const element of texts) {
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    if (!element.closest('svg') && size < smallestText - 0.05) say('too small', element, `${size}px < ${smallestText}px`);

    const background = element.closest('svg') ? null : surface(element);
    if (background) {
      const ratio = contrast(over(rgba(style.color), background), background);
      const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
      if (ratio < (large ? 3 : 4.5)) say('contrast', element, ratio.toFixed(2));
    }

    const clips = ['hidden', 'clip'].includes(style.overflowX);
    if (clips && element.scrollWidth > element.clientWidth + 1) say('clipped', element, `${element.scrollWidth} in ${element.clientWidth}`);
    const box = element.getBoundingClientRect();
    if (!element.closest('[data-scrolls]') && box.right > innerWidth + 1) say('outside', element, `right edge ${Math.round(box.right)} of ${innerWidth}`);
    if (!scrolls && box.bottom > innerHeight + 1) say('outside', element, `bottom edge ${Math.round(box.bottom)} of ${innerHeight}`);

    const own = [...element.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join(' ');
    // data-verbatim: what somebody sent or is called, shown as it is.
    const latin = element.closest('[data-verbatim]') ? null : own.match(/[A-Za-z]{4,}/g)?.filter((word) => !/^(CommandCenter|CGCS|GSHHG|Ctrl|AAAA)$/.test(word));
    if (latin?.length) say('English', element, latin.join(' '));
    if (/\b(NaN|undefined|null|Infinity)\b/.test(own)) say('nonsense', element, own.trim());
  }

  if (document.scrollingElement.scrollWidth > innerWidth + 1) complaints.push(`page is ${document.scrollingElement.scrollWidth}px wide in ${innerWidth}px`);
  if (!scrolls && document.scrollingElement.scrollHeight > innerHeight + 1) complaints.push(`page is ${document.scrollingElement.scrollHeight}px high in ${innerHeight}px`);
  for (const panel of document.querySelectorAll('[data-panel], .panel'))
    if (isShown(panel) && !panel.textContent.trim() && !panel.querySelector('canvas,svg')) say('empty', panel, 'a panel without a word');
  return [...new Set(complaints)];
}
