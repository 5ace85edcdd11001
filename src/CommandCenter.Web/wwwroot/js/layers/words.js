// Words of the HTTP interface as people read them.

export const kinds = { point: '点', line: '线', polygon: '面' };

export const levels = { public: '公开', internal: '内部', sensitive: '敏感' };

export const viewers = { leader: '领导', staff: '专班', dispatcher: '值班', town: '镇街' };

export const types = { text: '文字', whole: '整数', number: '数', instant: '时间', flag: '是否' };
