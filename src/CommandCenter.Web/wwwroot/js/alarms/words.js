// The words of alarms on screen.

export const causes = { handled: '已处置', falseAlarm: '误报', deviceFault: '设备故障', maintenance: '检修维护', other: '其他' };

export const states = { new: '待确认', open: '未关闭', shelved: '搁置', closed: '已关闭' };

const beijing = { timeZone: 'Asia/Shanghai', hour12: false };

/** 11-24 09:41:20; today without the day. */
export function moment(text) {
  const at = new Date(text);
  const day = at.toLocaleDateString('zh-CN', beijing), today = new Date().toLocaleDateString('zh-CN', beijing);
  const options = { ...beijing, hour: '2-digit', minute: '2-digit', second: '2-digit', ...(day === today ? {} : { month: '2-digit', day: '2-digit' }) };
  return at.toLocaleString('zh-CN', options).replaceAll('/', '-');
}

/** 3.42 米 */
export const valueOf = ({ value, unit }) => value === null ? '' : `${Number(value.toPrecision(6))}${unit ? ` ${unit}` : ''}`;
