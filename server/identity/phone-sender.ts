/**
 * How a short text gets to a phone. `demo`: no gateway; it goes into a file of the data folder that
 * only its owner can read. `http`: the operator's gateway, by POST of { phone, text }. The log has
 * neither text nor number.
 */
import fs from 'node:fs/promises';
import path from 'node:path';
import { Refused, type World } from '#base';
import { maskPhone } from '#graph';

export type Sms = { phone: string; text: string };
export type Sender = {
  name: 'demo' | 'http' | 'none';
  send: (world: World, sms: Sms) => Promise<void>;
};

/** Where the demonstration's texts are, one JSON a line. */
export const outboxFile = (folder: string): string => path.join(folder, 'outbox', 'phone.jsonl');

const demo: Sender = {
  name: 'demo',
  send: async ({ settings, log, clock }, sms) => {
    const file = outboxFile(settings.folder);
    await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await fs.appendFile(file, `${JSON.stringify({ at: clock.now().toISOString(), ...sms })}\n`, {
      mode: 0o600,
    });
    log.info({ phone: maskPhone(sms.phone) }, 'sms written to the outbox of the demonstration');
  },
};

const none: Sender = {
  name: 'none',
  send: async () => {
    throw new Refused('no-gateway', 503, {
      zh: '这里还没有接短信。请带身份证到窗口办理。',
      en: 'No text messages can be sent here yet. Please come to a counter with your identity card.',
    });
  },
};

function byHttp(url: string, token: string | undefined): Sender {
  return {
    name: 'http',
    send: async ({ log }, sms) => {
      const answer = await fetch(url, {
        method: 'POST',
        body: JSON.stringify(sms),
        signal: AbortSignal.timeout(5000),
        redirect: 'error',
        headers: {
          'content-type': 'application/json',
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
      }).catch(() => undefined);
      if (answer?.ok) return;
      log.warn({ status: answer?.status ?? 0 }, 'the sms gateway did not take a text');
      throw new Refused('gateway-away', 503, {
        zh: '短信暂时发不出去，请过一会儿再试，或带身份证到窗口办理。',
        en: 'Text messages cannot be sent right now. Please try again later, or come to a counter.',
      });
    },
  };
}

/** The sender of this installation: the gateway of BANTUO_SMS_URL, the outbox of a demonstration, or none. */
export function phoneSender(
  world: Pick<World, 'settings'>,
  env: NodeJS.ProcessEnv = process.env,
): Sender {
  const url = env['BANTUO_SMS_URL'];
  if (url) return byHttp(url, env['BANTUO_SMS_TOKEN']);
  return world.settings.demo ? demo : none;
}
