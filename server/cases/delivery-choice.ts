/** The ways in which a result is received, and what an applicant says who chooses one. */
import { z } from 'zod';
import { cleanText } from '#graph';
import { typedPhone } from '#identity';

export const ways = ['download', 'counter', 'post'] as const;
export type Way = (typeof ways)[number];

export const wayNames: Record<Way, { zh: string; en: string }> = {
  download: { zh: '网上下载', en: 'Download' },
  counter: { zh: '窗口领取', en: 'Pick up at the counter' },
  post: { zh: '邮寄', en: 'By post' },
};

const line = (least: number, most: number, lacks: string) => z.string().max(most * 2).transform((typed, context) => {
  const clean = cleanText(typed, most);
  const problem = 'problem' in clean ? clean.problem : [...clean.text].length < least ? lacks : undefined;
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  return 'text' in clean ? clean.text : '';
});

/** Where the post goes. */
const posting = {
  recipient: line(2, 60, '请写收件人姓名'),
  phone: typedPhone,
  address: line(8, 200, '请写详细地址，写到门牌号'),
};

/** The choice; for the post with name, telephone number and address. */
export const choice = z.discriminatedUnion('way', [
  z.object({ way: z.literal('download') }),
  z.object({ way: z.literal('counter') }),
  z.object({ way: z.literal('post'), ...posting }),
], { error: '请选一种领取方式' });
export type Choice = z.output<typeof choice>;
