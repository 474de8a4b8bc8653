import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { assemble } from './assemble.ts';
import { canonicalJson } from './canonical.ts';
import { parseCatalogue } from './parse.ts';
import { example, exampleFiles } from './example.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hashOf = (...changes: [string, string, string][]): string =>
  assemble(example(...changes), 'show-permit', sha256).hash;

const before = hashOf();

describe('what an item does not reach does not move its version', () => {
  const unrelated: [string, string, string, string][] = [
    ['a field nobody writes', 'fields/person.yaml', '小名', '乳名'],
    [
      'another field of the same group',
      'fields/person.yaml',
      'east: { zh: 东街',
      'east: { zh: 东大街',
    ],
    ['a material of no item', 'materials/all.yaml', '不用的材料', '没人用的材料'],
    ['a licence of no item', 'licences/all.yaml', '别的证', '另外的证'],
    ['a unit that does not handle it', 'units/all.yaml', '东街中心', '东街社区中心'],
    ['a source of no field', 'sources/all.yaml', '备用源', '备用数据源'],
    ['a law nobody cites', 'laws/laws.yaml', '没人引用的法', '还是没人引用的法'],
    ['a reading nobody cites', 'laws/readings.yaml', '另一文本', '又一文本'],
    ['a parameter no rule names', 'parameters/all.yaml', 'value: "1"', 'value: "2"'],
    ['another item', 'items/meal.yaml', '老人吃饭有优惠', '老人吃饭打折'],
    ['a comment', 'items/show-permit.yaml', 'id: show-permit', '# a remark\nid: show-permit'],
    ['the order of keys', 'laws/laws.yaml', 'id: law-a, name: 样例法', 'name: 样例法, id: law-a'],
  ];
  test.each(unrelated)('%s', (_, path, from, to) => {
    expect(hashOf([path, from, to])).toBe(before);
  });
});

describe('what an item reaches moves its version', () => {
  const related: [string, string, string, string][] = [
    ['the item', 'items/show-permit.yaml', '在本区演出先办这个', '在本区演出要办这个'],
    ['a field of its form', 'fields/show.yaml', 'max length: 20', 'max length: 30'],
    [
      'a field of a many-party',
      'fields/person.yaml',
      'name: { zh: 姓名, en: Name }',
      'name: { zh: 姓名, en: Full name }',
    ],
    ['a field read by an ask', 'fields/organisation.yaml', 'troupe: 剧团', 'troupe: 文艺剧团'],
    [
      'a field read only by a rule',
      'fields/organisation.yaml',
      '{ zh: 统一社会信用代码 }',
      '{ zh: 统一社会信用代码, en: Code }',
    ],
    ['a material', 'materials/all.yaml', '安保方案', '安全保卫方案'],
    ['the licence it gives', 'licences/all.yaml', 'en: Permit', 'en: Show permit'],
    ['a licence a rule reads', 'licences/all.yaml', 'en: Business licence', 'en: Trade licence'],
    ['the unit that handles it', 'units/all.yaml', 'phone: 021-10000001', 'phone: 021-10000003'],
    ['the source of a field', 'sources/all.yaml', '登记数据', '登记库'],
    ['a law', 'laws/laws.yaml', 'name: 样例法', 'name: 样例条例'],
    ['the reading of a law', 'laws/readings.yaml', '样例法文本', '样例法新文本'],
    ['a parameter', 'parameters/all.yaml', 'value: "16"', 'value: "17"'],
  ];
  test.each(related)('%s', (_, path, from, to) => {
    expect(hashOf([path, from, to])).not.toBe(before);
  });
});

test('a version is plain canonical JSON and stands alone', () => {
  const { version, hash } = assemble(example(), 'show-permit', sha256);
  expect(sha256(canonicalJson(version))).toBe(hash);
  expect(JSON.stringify(version)).toBe(canonicalJson(version));
  expect(Object.keys(version.materials)).toEqual(['form', 'identity', 'plan', 'stage']);
  expect(Object.keys(version.licences)).toEqual(['business-licence', 'permit']);
  expect(Object.keys(version.units)).toEqual(['bureau']);
  expect(version.groups['person']?.fields.map((f) => f.id)).toEqual(['name', 'birth']);
  expect(Object.keys(version.parameters)).toEqual(['least-age']);
});

test('of every node: its version moves with it exactly when it is in it', () => {
  const kinds = ['materials', 'licences', 'units', 'sources', 'laws', 'parameters'] as const;
  for (const item of ['show-permit', 'meal']) {
    const base = assemble(example(), item, sha256);
    for (const kind of kinds) {
      for (const id of Object.keys(example()[kind])) {
        const catalogue = example();
        const { name } = catalogue[kind][id] as { name: { en?: string } };
        name.en = 'another name';
        const moved = assemble(catalogue, item, sha256).hash !== base.hash;
        expect(moved, `${item} ${kind}/${id}`).toBe(Object.hasOwn(base.version[kind], id));
      }
    }
    for (const [id, group] of Object.entries(example().groups)) {
      group.fields.forEach((field, i) => {
        const catalogue = example();
        const changed = catalogue.groups[id]?.fields[i];
        if (changed) changed.help = { zh: '改过的说明' };
        const moved = assemble(catalogue, item, sha256).hash !== base.hash;
        const reached = base.version.groups[id]?.fields.some((f) => f.id === field.id) ?? false;
        expect(moved, `${item} ${id}.${field.id}`).toBe(reached);
      });
    }
  }
});

test('an item handled by area carries the units of that kind and no other', () => {
  const { version } = assemble(example(), 'meal', sha256);
  expect(Object.keys(version.units)).toEqual(['east', 'west']);
});

test('text that differs only in Unicode form gives the same version', () => {
  const files = exampleFiles(['items/show-permit.yaml', '填表', '填表 é']);
  const other = exampleFiles(['items/show-permit.yaml', '填表', '填表 e\u0301']);
  const hash = (f: typeof files): string =>
    assemble(parseCatalogue(f).catalogue, 'show-permit', sha256).hash;
  expect(hash(files)).toBe(hash(other));
});

test('an unknown item is told', () => {
  expect(() => assemble(example(), 'nobody', sha256)).toThrow('no item nobody');
});
