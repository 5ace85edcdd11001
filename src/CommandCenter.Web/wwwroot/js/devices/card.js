// One device: what it last said, what is known of it, what is missing, and what staff can do with it.

import { ask, icon, make } from '../onemap/dom.js';
import { dot } from './rows.js';
import { fields, moment, valueOf } from './words.js';

const mostPhoto = 2 * 1024 * 1024;

/** Draws a device. `edit()` opens its form, `done(id)` follows what was changed. */
export function showCard(place, { device, values, warning }, { keeps, edit, done }) {
  const told = make('div');
  const fail = words => told.replaceChildren(make('p', { class: 'fault', role: 'alert' }, icon('circle-x'), words));
  place.replaceChildren(
    make('header', {}, dot(device), make('h2', { tabindex: -1, 'data-verbatim': true }, device.name), device.illustrative ? make('span', { class: 'mark dashed' }, '示意数据') : null, make('span', { class: 'space' }),
      make('a', { class: 'cc-button', href: `/map?at=${device.lon},${device.lat},16`, 'data-enhance-nav': 'false' }, icon('map'), '在图上看')),
    make('div', { class: 'body' }, told,
      values.length > 0 ? make('div', { class: 'values', 'data-verbatim': true }, values.map(valueCard)) : make('p', { class: 'quiet' }, device.state === 'waiting' ? '已登记，还没有收到任何读数' : '没有读数'),
      device.missing.length > 0 ? make('p', { class: 'gaps' }, icon('clipboard-list'), '还缺：', device.missing.map(key => make('span', { class: 'mark' }, fields[key]))) : null,
      warning ? make('p', { class: 'gaps' }, icon('info'), warning) : null,
      photo(device, keeps, fail, done),
      make('dl', { class: 'facts', 'data-verbatim': true },
        fact('编号', device.id), fact('状态', `${device.stateName}${device.lastSeen ? ` · 最近上报 ${moment(device.lastSeen)}` : ''}`),
        fact('类型', `${device.type} · ${device.group}`), fact('部门', device.department), fact('位置', device.place),
        fact('坐标', `${device.lon.toFixed(6)}，${device.lat.toFixed(6)}`), fact('责任人', device.responsible), phone(device, fail),
        more('address', device.address), more('installedOn', device.installedOn), more('height', device.height === null ? null : `${device.height} 米`),
        more('power', [device.power, device.battery === null ? null : `电量 ${Number(device.battery.toPrecision(4))}%`].filter(Boolean).join(' · ')),
        more('batteryMetric', device.batteryMetric), more('nationalId', device.nationalId), more('playUrl', device.playUrl))),
    keeps ? acts() : '');

  // What nobody filled in and nobody asks for is left out.
  function more(key, value) {
    return value || device.missing.includes(key) ? fact(fields[key], value) : '';
  }

  function acts() {
    const isOff = device.state === 'disabled';
    const turn = make('button', { type: 'button', class: 'cc-button', onclick: async () => {
      turn.disabled = true;
      try {
        await ask(`/api/v1/devices/${encodeURIComponent(device.id)}/${isOff ? 'enable' : 'disable'}`, { method: 'POST' });
        await done(device.id);
      } catch (fault) {
        fail(fault.message);
        turn.disabled = false;
      }
    } }, isOff ? '恢复使用' : '停用');
    return make('div', { class: 'acts' }, make('button', { type: 'button', class: 'cc-button primary', onclick: edit }, '更改'), turn,
      isOff ? make('span', { class: 'quiet' }, '停用期间不接收读数，不计入在线率') : null);
  }
}

const fact = (name, value) => [make('dt', {}, name), make('dd', { class: value ? null : 'quiet' }, value || '未登记')];

const valueCard = value => make('p', { class: 'value' }, make('span', {}, value.name), make('b', {}, valueOf(value)), make('small', {}, moment(value.at)));

/** The number is masked; the whole one is asked for with a reason, which is recorded first. */
function phone(device, fail) {
  if (!device.phone) return fact('联系电话', null);
  const shown = make('dd', { class: 'line' }, device.phone, make('button', { type: 'button', class: 'cc-button text', 'aria-label': '查看完整联系电话', onclick: () => {
    const reason = make('input', { class: 'cc-input', name: 'reason', required: true, minlength: 2, maxlength: 200, autocomplete: 'off', placeholder: '查看理由，会写入审计记录' });
    const form = make('form', { class: 'line', onsubmit: async event => {
      event.preventDefault();
      try {
        const answer = await ask(`/api/v1/devices/${encodeURIComponent(device.id)}/phone/reveal`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ reason: reason.value }) });
        shown.replaceChildren(make('b', { role: 'status' }, answer.phone), make('a', { class: 'cc-button', href: `tel:${answer.phone}` }, icon('phone'), '拨打'));
      } catch (fault) {
        fail(fault.message);
      }
    } }, reason, make('button', { type: 'submit', class: 'cc-button' }, '记录并查看'));
    shown.replaceChildren(form);
    reason.focus();
  } }, '查看'));
  return [make('dt', {}, '联系电话'), shown];
}

function photo(device, keeps, fail, done) {
  const input = make('input', { class: 'cc-visually-hidden', type: 'file', accept: 'image/jpeg,image/png,image/webp', 'aria-label': '安装照片', onchange: async () => {
    const [file] = input.files;
    if (!file) return;
    if (file.size > mostPhoto) return fail('照片超过 2 MB。');
    try {
      await ask(`/api/v1/devices/${encodeURIComponent(device.id)}/photo`, { method: 'PUT', body: file });
      await done(device.id);
    } catch (fault) {
      fail(fault.message);
    }
  } });
  const choose = keeps ? make('label', { class: 'cc-button' }, icon('camera'), device.photo ? '更换照片' : '上传安装照片', input) : null;
  if (device.photo) return make('figure', {}, make('img', { src: device.photo, alt: `${device.name}的安装照片`, loading: 'lazy' }), choose);
  return choose ? make('p', { class: 'line' }, choose, make('span', { class: 'quiet', 'data-verbatim': true }, 'JPEG、PNG 或 WebP，最大 2 MB')) : null;
}
