/** The names the golden tables and the property tests may write. */
import type { Name, Scope } from '../index.ts';

const value = (
  address: string,
  type: 'number' | 'boolean' | 'text' | 'date' | 'duration' | 'time' | 'date-time',
): Name => ({
  kind: 'value',
  address,
  type,
});

/**
 * Scalars x y z (numbers), p q r (booleans), s t (texts), d e (dates), h (time), m n (moments),
 * u (duration); firm; performers.
 */
export const scope: Scope = {
  names: {
    x: value('x', 'number'),
    y: value('y', 'number'),
    z: value('z', 'number'),
    p: value('p', 'boolean'),
    q: value('q', 'boolean'),
    r: value('r', 'boolean'),
    s: value('s', 'text'),
    t: value('t', 'text'),
    d: value('d', 'date'),
    e: value('e', 'date'),
    h: value('h', 'time'),
    m: value('m', 'date-time'),
    n: value('n', 'date-time'),
    u: value('u', 'duration'),
    涉外: value('ask.foreign', 'boolean'),
    'A-B 类': value('ab', 'number'),
    证件: { kind: 'value', address: 'paper', type: 'file' },
    企业: {
      kind: 'group',
      address: 'enterprise',
      many: false,
      fields: {
        名称: value('name', 'text'),
        近两年重大违规次数: value('violations', 'number'),
        '注册资本（万元）': value('capital', 'number'),
        演出资质: {
          kind: 'value',
          address: 'kind',
          type: 'choice',
          options: { agency: '演出经纪机构', troupe: '文艺表演团体', venue: '演出场所经营单位' },
        },
        经营范围: {
          kind: 'value',
          address: 'scope',
          type: 'choices',
          options: { music: '音乐', dance: '舞蹈', drama: '戏剧' },
        },
        住所: {
          kind: 'value',
          address: 'home',
          type: 'record',
          fields: { 区划: value('area', 'text'), 面积: value('size', 'number') },
        },
      },
    },
    演员: {
      kind: 'group',
      address: 'performer',
      many: true,
      fields: {
        姓名: value('name', 'text'),
        年龄: value('age', 'number'),
        出生日期: value('birth', 'date'),
        国籍: {
          kind: 'value',
          address: 'nation',
          type: 'choice',
          options: { cn: '中国', other: '其他' },
        },
      },
    },
  },
};
