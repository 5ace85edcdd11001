// The words of devices on screen.

export const states = { waiting: '待接入', online: '在线', offline: '离线', disabled: '停用' };

/** Fields of a device's card, in the order of its form. */
export const fields = {
  responsible: '责任人', phone: '联系电话', address: '安装地址', nationalId: '国标编号', playUrl: '播放地址', power: '供电方式',
  batteryMetric: '电量指标', installedOn: '安装日期', height: '安装高度', photo: '安装照片',
};

const beijing = { timeZone: 'Asia/Shanghai', hour12: false };

/** 11-24 09:41; today without the day, another year with it. */
export function moment(text) {
  const at = new Date(text), now = new Date();
  const day = at.toLocaleDateString('zh-CN', beijing) === now.toLocaleDateString('zh-CN', beijing) ? {} : { month: '2-digit', day: '2-digit' };
  const year = at.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' };
  return at.toLocaleString('zh-CN', { ...beijing, hour: '2-digit', minute: '2-digit', ...day, ...year }).replaceAll('/', '-');
}

/** 3.42 米 */
export const valueOf = ({ value, unit }) => `${Number(value.toPrecision(6))}${unit ? ` ${unit}` : ''}`;
