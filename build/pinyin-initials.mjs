// Writes src/CommandCenter.Domain/Geography/pinyin-initials.txt: one line a letter, then every ideograph of the basic
// block whose most frequent reading begins with it. Run once, by hand, when the table must change:
//   npm install --prefix /tmp/pinyin pinyin-pro@3.29.4
//   NODE_PATH=/tmp/pinyin/node_modules node build/pinyin-initials.mjs
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';

const { pinyin } = createRequire(import.meta.url)('pinyin-pro');
// Readings of place names that differ from the most frequent one: 涌 is a creek (chōng) in Guangdong, 埗 a pier (bù).
const inPlaceNames = { 涌: 'c', 埗: 'b', 涠: 'w', 塱: 'l' };
const lines = new Map([...'abcdefghijklmnopqrstuvwxyz'].map(letter => [letter, letter]));
for (let code = 0x4e00; code <= 0x9fff; code++) {
  const ideograph = String.fromCodePoint(code);
  const initial = inPlaceNames[ideograph] ?? pinyin(ideograph, { pattern: 'first', toneType: 'none' });
  if (lines.has(initial)) lines.set(initial, lines.get(initial) + ideograph);
}
writeFileSync(new URL('../src/CommandCenter.Domain/Geography/pinyin-initials.txt', import.meta.url), [...lines.values()].filter(line => line.length > 1).join('\n') + '\n');
