// Changes of a device, or the registration of one that sends already. What may not be, the server says in its words. What is typed is
// kept in this tab until it is saved or given up.

import { drop, restore } from '/js/drafts.js';
import { ask, icon, make } from '../onemap/dom.js';

const field = (label, control, wide = false) => make('label', { class: wide ? 'field wide' : 'field' }, make('span', {}, label), control);
const text = (name, value, attributes = {}) => make('input', { class: 'cc-input', name, value: value ?? '', autocomplete: 'off', 'data-draft': name, ...attributes });
const card = ['responsible', 'phone', 'address', 'nationalId', 'playUrl', 'power', 'batteryMetric', 'installedOn', 'height'];
const plain = ['name', 'type', 'department'];

/** Opens the dialog over `page`; `work.done(id)` follows what was saved. `unknown` is the device to adopt, in place of `device`. */
export function editDevice(page, device, work, unknown) {
  const fault = make('p', { class: 'fault wide', role: 'alert', hidden: true });
  const id = device?.id ?? unknown.device;
  const names = [...new Set([...work.types.map(type => type.name), ...work.kinds.map(row => row.type)])];
  const list = (key, words) => make('datalist', { id: key }, words.map(word => make('option', { value: word })));
  const form = make('form', { class: 'form', id: 'device-form', 'data-draft-of': `device:${id}`, onsubmit: save },
    field('名称', text('name', device?.name, { required: true, autofocus: true, maxlength: 100 })),
    field('类型', text('type', device?.type, { required: true, maxlength: 40, list: 'device-types' })),
    field('部门', text('department', device?.department, { required: true, maxlength: 40, list: 'device-departments' })),
    field('经度（度）', text('lon', device?.lon, { required: true, inputmode: 'decimal' })),
    field('纬度（度）', text('lat', device?.lat, { required: true, inputmode: 'decimal' })),
    field('责任人', text('responsible', device?.responsible, { maxlength: 40 })),
    field('联系电话', text('phone', device?.phone, { maxlength: 40, inputmode: 'tel', placeholder: '手机号，或 0750-3123456' })),
    field('安装地址', text('address', device?.address, { maxlength: 200 }), true),
    field('供电方式', make('select', { class: 'cc-input', name: 'power', 'data-draft': 'power' }, ['', '市电', '电池', '太阳能'].map(word => make('option', { value: word, selected: word === (device?.power ?? '') }, word || '未登记')))),
    field('电量指标', text('batteryMetric', device?.batteryMetric, { maxlength: 64, list: 'device-metrics' })),
    field('安装日期', text('installedOn', device?.installedOn, { type: 'date' })),
    field('安装高度（米）', text('height', device?.height, { inputmode: 'decimal' })),
    field('国标编号（20 位）', text('nationalId', device?.nationalId, { maxlength: 20, inputmode: 'numeric' })),
    field('播放地址（HLS）', text('playUrl', device?.playUrl, { maxlength: 500, inputmode: 'url', placeholder: 'https://…/live.m3u8' }), true),
    device?.phone ? make('p', { class: 'quiet wide' }, '号码已遮蔽：不改动即保留，清空即删除，也可填写新号码。') : null,
    list('device-types', names), list('device-departments', [...new Set(work.kinds.map(row => row.department))]),
    list('device-metrics', [...new Set(work.types.flatMap(type => type.metrics.map(metric => metric.key)))]), fault);
  const go = make('button', { type: 'submit', form: 'device-form', class: 'cc-button primary' }, device ? '保存' : '登记');
  const kept = make('p', { class: 'kept', role: 'status', hidden: true }, icon('rotate-ccw'), '已恢复上次没有保存的填写',
    make('button', { type: 'button', class: 'cc-button text', onclick: () => { giveUp(); editDevice(page, device, work, unknown); } }, '放弃这些填写'));
  const name = device ? `更改 ${device.name}` : `登记 ${id}`;
  const dialog = make('dialog', { class: 'device-dialog', 'data-modal': true, 'aria-label': name, onclose: () => dialog.remove() },
    make('h2', { 'data-verbatim': true }, name), kept,
    unknown ? make('p', { class: 'quiet', 'data-verbatim': true }, `由令牌“${unknown.token}”上报 ${unknown.metrics.join('、') || '未知指标'}，共 ${unknown.count.toLocaleString('en-US')} 条，登记后即开始接收`) : null,
    make('div', { class: 'scroll' }, form), make('div', { class: 'foot' }, make('button', { type: 'button', class: 'cc-button', onclick: giveUp }, '取消'), go));
  page.append(dialog);
  kept.hidden = restore(form) === 0;

  function giveUp() {
    drop(form);
    dialog.close();
  }

  function wish() {
    const value = key => form.elements[key].value.trim();
    const changed = key => !device || value(key) !== String(device[key] ?? '');
    return {
      ...Object.fromEntries([...plain, ...card].filter(changed).map(key => [key, value(key)])),
      ...(changed('lon') || changed('lat') ? { lon: Number(value('lon')), lat: Number(value('lat')) } : {}),
      ...(device ? { row: device.row } : {}),
    };
  }

  async function save(submitted) {
    submitted.preventDefault();
    const asked = wish();
    if ([asked.lon, asked.lat].some(Number.isNaN)) return say('经度、纬度应为数字，单位为度。');
    go.disabled = true;
    try {
      await ask(device ? `/api/v1/devices/${encodeURIComponent(id)}` : `/api/v1/devices/unknown/${encodeURIComponent(id)}/adopt`,
        { method: device ? 'PATCH' : 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(asked) });
      drop(form);
      dialog.close();
      await work.done(id);
    } catch (refused) {
      say(refused.lost ? '与服务器失联，没有保存；填写的内容留在这里，恢复后再保存' : refused.message);
    } finally {
      go.disabled = false;
    }
  }

  function say(words) {
    fault.hidden = false;
    fault.replaceChildren(icon('circle-x'), words);
    fault.scrollIntoView({ block: 'nearest' });
  }
}
