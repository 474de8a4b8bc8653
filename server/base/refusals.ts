/** How errors leave the server: refusals as they are, bad input by field, the rest as a fault with an id. */
import crypto from 'node:crypto';
import type { Logger } from 'pino';
import { ZodError } from 'zod';
import { databaseAway } from './db.ts';
import { inWords } from './english.ts';
import { Refused, signInFirst, type Lang } from './refused.ts';

export { Refused, signInFirst };

export type ErrorAnswer = {
  status: number;
  headers: Record<string, string>;
  body: {
    error: {
      code: string; message: string; fields?: { at: string; message: string }[]; fault?: string;
      details?: Record<string, unknown>;
    };
  };
};

/** Somebody is signed in, but without the role. */
export function refuseRole(): Refused {
  return new Refused('not-your-role', 403, '您现在的身份不能做这一步。如果应该可以，请换一个身份，或请管理员开通。');
}

/** Turns anything thrown into an answer; faults are logged (without values) under their id. */
export function answerOf(error: unknown, log: Logger | undefined, lang: Lang = 'zh'): ErrorAnswer {
  const plain = (status: number, code: string, message: string): ErrorAnswer =>
    ({ status, headers: {}, body: { error: { code, message: inWords(message, lang) } } });
  if (error instanceof Refused) return ofRefused(error, lang);
  if (error instanceof ZodError) {
    const fields = error.issues.slice(0, 100).map((issue) => ({
      at: issue.path.join('.'), message: inWords(wordsOf(issue), lang),
    }));
    const answer = plain(400, 'bad-input', '有几处填得不对，请按下面的提示改好再提交。');
    answer.body.error.fields = fields;
    return answer;
  }
  if (databaseAway(error)) {
    const answer = plain(503, 'database-away', '系统正在恢复，请稍等几秒再试，您已提交的内容不会丢。');
    answer.headers['retry-after'] = '2';
    return answer;
  }
  const { statusCode, code } = (error ?? {}) as { statusCode?: number; code?: string };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return plain(413, 'too-large', '文件或内容太大。单个文件请不要超过 20 MB，可以压缩或分开上传。');
  }
  // Text that cannot be stored (NUL, lone surrogates) or an id that is no id.
  if (code === '22P02' || code === '22021' || code === '22P05') {
    return plain(400, 'bad-input', '内容里有系统不能保存的字符，请重新输入后再试。');
  }
  if (statusCode && statusCode >= 400 && statusCode < 500) {
    return plain(statusCode, 'bad-request', '这个请求的格式不对，请刷新页面后再试。');
  }
  const fault = crypto.randomUUID().slice(0, 8);
  log?.error({ fault, err: error }, 'fault');
  const answer = plain(500, 'fault',
    `系统出了差错，不是您的问题。请稍后再试；如果还不行，请把编号 ${fault} 告诉帮办人员。`);
  answer.body.error.fault = fault;
  return answer;
}

function ofRefused(error: Refused, lang: Lang): ErrorAnswer {
  const fields = error.fields?.map(({ at, message }) => ({ at, message: inWords(message, lang) }));
  return {
    status: error.status,
    headers: error.status === 503 ? { 'retry-after': '2' } : {},
    body: {
      error: {
        code: error.code, message: inWords(error.words, lang),
        ...(fields ? { fields } : {}),
        ...(error.details ? { details: error.details } : {}),
      },
    },
  };
}

function wordsOf(issue: ZodError['issues'][number]): string {
  // A schema's own words (Chinese) go before the general ones.
  if (/[\u4e00-\u9fff]/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type': return issue.input === undefined ? '这一项还没有填' : '这一项的格式不对';
    case 'too_big': return `太长或太大了，最多 ${String(issue.maximum)}`;
    case 'too_small': return `太短或太小了，至少 ${String(issue.minimum)}`;
    default: return '这一项的内容不对，请检查';
  }
}
