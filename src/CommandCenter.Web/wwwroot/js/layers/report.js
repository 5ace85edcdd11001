// What a file holds, as the preview tells it: counts, fields, rows that cannot be taken, rows as they would be.

import { count, icon, make } from '../onemap/dom.js';
import { types } from './words.js';

export const formats = { geojson: 'GeoJSON', csv: 'CSV', shapefile: 'Shapefile', geopackage: 'GeoPackage', kml: 'KML', dxf: 'DXF' };

const degrees = number => number.toFixed(4);
const figure = (name, value, unit, note) => make('div', { class: 'figure' }, make('span', {}, name), make('b', {}, value, make('small', {}, unit)), make('span', {}, note ?? ''));

function table(title, heads, rows, note) {
  if (rows.length === 0) return null;
  return make('div', { class: 'list' }, make('h4', {}, title, make('small', {}, note ?? '')),
    make('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': title }, make('table', { class: 'cc-table' },
      make('thead', {}, make('tr', {}, heads.map(head => make('th', { scope: 'col', class: head.num ? 'num' : null }, head.name ?? head)))), make('tbody', {}, rows))));
}

const findings = (title, list, total) => table(title, ['位置', '原因', '代码'],
  list.map(one => make('tr', {}, make('th', { scope: 'row' }, one.place), make('td', { class: 'reason' }, one.reason), make('td', {}, make('code', {}, one.code)))),
  total > list.length ? `共 ${count(total)} 条，列出前 ${list.length} 条` : `共 ${count(total)} 条`);

export function drawReport(report) {
  const { bounds } = report;
  const noted = report.notes.length;
  const names = report.fields.slice(0, 8).map(one => one.name);
  return make('div', { class: 'report' },
    make('div', { class: 'figures' },
      figure('可以导入', count(report.rows), '个要素'),
      figure('不能导入', count(report.badRows), '行', report.badRows > 0 ? '原因见下表' : ''),
      figure('导入后有改动', count(noted), noted === 100 ? '条以上' : '条'),
      figure('范围（度）', bounds ? `${degrees(bounds[0])}–${degrees(bounds[2])}` : '–', bounds ? '°E' : '', bounds ? `${degrees(bounds[1])}–${degrees(bounds[3])} °N` : '没有坐标')),
    report.hints.length > 0 ? make('ul', { class: 'hints', 'aria-label': '坐标系提示' }, report.hints.slice(0, 4).map(hint =>
      make('li', {}, icon('compass'), make('span', {}, hint.sentence), make('small', {}, `样本 ${Math.round(hint.share * 100)}% 在辖区内`)))) : null,
    findings('不能导入的行', report.faults, report.badRows),
    findings('导入时会改动的行', report.notes, Math.max(noted, 0)),
    table('属性', ['属性', '类型', { name: '空值', num: true }, { name: '不同值', num: true }, '样例'], report.fields.map(one => make('tr', {},
      make('th', { scope: 'row' }, one.name), make('td', {}, types[one.type]), make('td', { class: 'num' }, count(one.empty)),
      make('td', { class: 'num' }, one.distinct >= 1000 ? '≥ 1,000' : count(one.distinct)), make('td', { class: 'reason' }, one.samples.join('、')))), `${report.fields.length} 项`),
    table('前 20 个要素', [{ name: '序号', num: true }, { name: '经度', num: true }, { name: '纬度', num: true }, ...names], report.samples.map(one => make('tr', {},
      make('td', { class: 'num' }, String(one.number)), make('td', { class: 'num' }, one.lon.toFixed(6)), make('td', { class: 'num' }, one.lat.toFixed(6)),
      names.map(name => make('td', { class: 'cell' }, one.values[name] ?? '')))), report.fields.length > names.length ? `列出前 ${names.length} 项属性` : ''));
}
