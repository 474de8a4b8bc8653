/** identity.unit-people, identity.settings: what the installation is, for its administrators; nothing is set here. */
import { z } from 'zod';
import { sql, type Context } from '#base';
import type { Actor } from './actor.ts';
import { allUnits } from './store-staff.ts';

const text = z.object({ zh: z.string(), en: z.string().optional() });

export const unitPeopleOutput = z.object({
  units: z.array(
    z.object({
      id: z.string(),
      name: text,
      kind: z.string(),
      /** How many units stand above it. */
      depth: z.number(),
      area: z.string(),
      level: z.string(),
      hours: z.object({ from: z.string(), to: z.string() }),
      people: z.number(),
      disabled: z.number(),
    }),
  ),
});

/** The unit tree with how many officers each has of its own. The tree is the catalogue’s. */
export async function unitPeople({
  db,
}: Context<Actor>): Promise<z.input<typeof unitPeopleOutput>> {
  const { rows } = await sql<{ unit: string; people: number; disabled: number }>`select t.unit,
      count(*) filter (where a.disabled_at is null)::int as people,
      count(*) filter (where a.disabled_at is not null)::int as disabled
    from identity.staff t join identity.account a on a.id = t.account group by t.unit`.execute(db);
  const counts = new Map(rows.map((row) => [row.unit, row]));
  const units = (await allUnits(db)).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return {
    units: units.map(({ id, name, kind, path, area, level, hours }) => ({
      id,
      name,
      kind,
      depth: path.split('/').length - 2,
      area,
      level,
      hours,
      people: counts.get(id)?.people ?? 0,
      disabled: counts.get(id)?.disabled ?? 0,
    })),
  };
}

export const settingsOutput = z.object({
  settings: z.array(
    z.object({
      /** The name in the environment. */
      name: z.string(),
      meaning: text,
      /** A secret is told as set or not, never as it is. */
      value: z.string().nullable(),
      set: z.boolean(),
      secret: z.boolean(),
    }),
  ),
});

type Shown = { name: string; zh: string; en: string; value?: string };

type Settings = Context<Actor>['settings'];

/** Told as they are. */
function openOf(settings: Settings): Shown[] {
  const { folder, host, port, url, secondFactor, trustProxy, catalogue, drainSeconds, demo } =
    settings;
  return [
    {
      name: 'BANTUO_URL',
      zh: '对外的地址，印在二维码和文书上',
      en: 'Public address, printed in codes and papers',
      value: url,
    },
    { name: 'HOST', zh: '在哪个地址上听', en: 'Address it listens on', value: host },
    { name: 'PORT', zh: '端口', en: 'Port', value: String(port) },
    {
      name: 'BANTUO_VAR',
      zh: '数据、文件和签名副本的文件夹',
      en: 'Folder of data, files and signed copies',
      value: folder,
    },
    {
      name: 'BANTUO_CATALOGUE',
      zh: '事项目录的文件夹',
      en: 'Folder of the catalogue',
      value: catalogue,
    },
    {
      name: 'BANTUO_DEMO',
      zh: '演示账号和演示目录',
      en: 'Demonstration accounts and catalogue',
      value: demo ? '1' : '0',
    },
    {
      name: 'BANTUO_SECOND_FACTOR',
      zh: '第二验证：按规定要求，或只问绑定过的人',
      en: 'Second factor: as the policy says, or of those enrolled only',
      value: secondFactor,
    },
    {
      name: 'BANTUO_TRUST_PROXY',
      zh: '前面有几层可信的代理',
      en: 'Proxies in front that are trusted',
      value: String(trustProxy),
    },
    {
      name: 'BANTUO_DRAIN_SECONDS',
      zh: '停止前还应答多少秒',
      en: 'Seconds it still answers when asked to stop',
      value: String(drainSeconds),
    },
  ];
}

type Secret = Omit<Shown, 'value'> & { set: boolean };

/** Told as set or not. */
function secretsOf(settings: Settings): Secret[] {
  return [
    {
      name: 'DATABASE_URL',
      zh: '已有的数据库；没有设置时用自带的',
      en: 'An existing database; without it its own',
      set: settings.databaseUrl !== undefined,
    },
    {
      name: 'BANTUO_METRICS_TOKEN',
      zh: '读运行指标的口令',
      en: 'Token for reading the metrics',
      set: settings.metricsToken !== undefined,
    },
  ];
}

/** Settings of the process that answers, as it read them when it began. */
export async function readInstallation({
  settings,
}: Context<Actor>): Promise<z.input<typeof settingsOutput>> {
  return {
    settings: [
      ...openOf(settings).map(({ name, zh, en, value = '' }) => ({
        name,
        meaning: { zh, en },
        value,
        set: true,
        secret: false,
      })),
      ...secretsOf(settings).map(({ name, zh, en, set }) => ({
        name,
        meaning: { zh, en },
        value: null,
        set,
        secret: true,
      })),
    ],
  };
}
