/** What is held about one, from where and on what basis; correcting, exporting, erasing, closing. */
import { useState, type ReactNode } from 'react';
import type { FieldDef, Json } from '../../contract.ts';
import type { Output } from '../../endpoints.ts';
import { showValue } from '../../fields/models.ts';
import { useRead, useRefresh, useWrite } from '../../queries.ts';
import { fieldProblems } from '../../problem.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { useTakeSession } from '../../session.ts';
import { go } from '../../router/history.ts';
import { longDate } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Empty, Panel, Trouble } from '../../ui/boxes.tsx';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Chip } from '../../ui/marks.tsx';
import { PasswordInput } from '../../ui/PasswordInput.tsx';
import { announce } from '../../ui/says.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { call } from '../../client.ts';
import { LoadedPage } from '../Loaded.tsx';
import { SignedInOnly } from '../SignedInOnly.tsx';
import { Correct } from './Correct.tsx';
import { inZh, Zh, ZhRuns } from '../../ui/Zh.tsx';

export type Held = Output<'facts.my-data'>['rows'][number];
type Asked = Output<'facts.my-data'>['corrections'][number];

/** A kept value in words. */
export function heldWords(value: unknown, definition: unknown): string {
  if (value === null || value === undefined) return t('data.none');
  if (definition) return showValue(value as Json, definition as FieldDef);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const columns = (): Column<Held>[] => [
  { id: 'name', name: t('data.field'), cell: (row) => say(row.name) },
  {
    id: 'value',
    name: t('data.value'),
    cell: (row) => <ZhRuns as="typed">{heldWords(row.value, row.definition)}</ZhRuns>,
  },
  {
    id: 'source',
    name: t('data.source'),
    cell: (row) => (
      <span>
        {say(row.sourceName)}
        {say(row.sourceName) !== t(`data.grade.${row.grade}`) && (
          <>
            {' '}
            <Chip tone={row.own ? 'plain' : 'info'}>{t(`data.grade.${row.grade}`)}</Chip>
          </>
        )}
      </span>
    ),
  },
  { id: 'on', name: t('data.on'), cell: (row) => <span className="whole">{longDate(row.on)}</span> },
  { id: 'basis', name: t('data.basis'), cell: (row) => <small>{say(row.basis)}</small> },
  { id: 'act', name: t('data.act'), acts: true, cell: (row) => <Correct row={row} /> },
];

/** Signed in only; always one's own, in whosever name one acts. */
export function MyData() {
  const read = useRead('facts.my-data', {});
  return (
    <SignedInOnly>
      <LoadedPage read={read}>
        {({ rows, corrections }) => (
          <div className="stack-6">
            <div className="page-head">
              <PageTitle title={t('data.title')} />
              <p>{t('data.intro')}</p>
            </div>
            <section className="stack">
              <h2>{t('data.held')}</h2>
              {rows.length === 0 ? (
                <Empty>{t('data.noneHeld')}</Empty>
              ) : (
                <Table
                  caption={t('data.held')}
                  columns={columns()}
                  rows={rows}
                  keyOf={(row) => `${row.group}.${row.field}`}
                />
              )}
            </section>
            {corrections.length > 0 && <Requests rows={corrections} />}
            <Export />
            <Erase any={rows.some(({ own }) => own)} />
            <Close />
          </div>
        )}
      </LoadedPage>
    </SignedInOnly>
  );
}

function Requests({ rows }: { rows: Asked[] }) {
  return (
    <section className="stack">
      <h2>{t('data.requests')}</h2>
      <ul className="list">
        {rows.map((one) => (
          <li key={one.id} className="row">
            <span>
              <b>
                {say(one.name)}{t('list.colon')}<Zh as="typed">{one.wanted}</Zh>
              </b>
              <small>
                {say(one.unitName)} · {longDate(one.asked.slice(0, 10))}
              </small>
              {one.answer && (
                <small>{inZh(t('data.request.answer', { answer: one.answer }), 'typed', one.answer)}</small>
              )}
            </span>
            <Chip tone={one.state === 'done' ? 'ok' : one.state === 'open' ? 'warn' : 'plain'}>
              {t(`data.request.${one.state}`)}
            </Chip>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Export() {
  return (
    <Panel title={t('data.export')}>
      <div className="inside stack">
        <p>{t('data.exportBody')}</p>
        <p className="acts">
          <a className={buttonClass('quiet')} href="/api/facts/mine/export?format=json">
            {t('data.exportJson')}
          </a>
          <a className={buttonClass('quiet')} href="/api/facts/mine/export?format=html">
            {t('data.exportHtml')}
          </a>
        </p>
        <p>
          <Link to="ledger">{t('data.who')}</Link>
        </p>
      </div>
    </Panel>
  );
}

function Erase({ any }: { any: boolean }) {
  const [open, setOpen] = useState(false);
  const write = useWrite('facts.erase');
  const refresh = useRefresh();
  const erase = async () => {
    const done = await write.run({});
    if (!done) return;
    announce(t('data.erased', { n: done.erased }));
    setOpen(false);
    await refresh('facts.my-data');
  };
  return (
    <Panel title={t('data.erase')}>
      <div className="inside stack">
        {any && (
          <p>
            <Button kind="danger" onClick={() => setOpen(true)}>
              {t('data.eraseGo')}
            </Button>
          </p>
        )}
        <p className="strong">{t('data.keepTitle')}</p>
        <p>{t('data.keepCases')}</p>
        <p>{t('data.keepLedger')}</p>
        {open && (
          <Sure
            title={t('data.eraseTitle')}
            go={t('data.eraseGo')}
            busy={write.busy}
            onGo={() => void erase()}
            onClose={() => setOpen(false)}
          >
            <Trouble error={write.error} />
            <p>{t('data.eraseBody')}</p>
          </Sure>
        )}
      </div>
    </Panel>
  );
}

function Close() {
  const [open, setOpen] = useState(false);
  const [password, setPassword] = useState('');
  const write = useWrite('identity.close-account');
  const take = useTakeSession();
  const problem = fieldProblems(write.error).find(({ at }) => at === 'password')?.message;
  const close = async () => {
    if ((await write.run({ password })) === null) return;
    announce(t('data.closed'));
    take(await call('identity.me', {}));
    go({ to: 'home' }, { replace: true });
  };
  return (
    <Panel title={t('data.close')}>
      <div className="inside stack">
        <p>{t('data.closeBody')}</p>
        <p>
          <Button kind="danger" onClick={() => setOpen(true)}>
            {t('data.closeGo')}
          </Button>
        </p>
        {open && (
          <Sure
            title={t('data.closeTitle')}
            go={t('data.closeGo')}
            busy={write.busy}
            onGo={() => void close()}
            onClose={() => setOpen(false)}
          >
            {problem === undefined && <Trouble error={write.error} />}
            <PasswordInput
              id="close-password"
              label={t('account.passwordNow')}
              autoComplete="current-password"
              value={password}
              onChange={setPassword}
              problem={problem}
            />
          </Sure>
        )}
      </div>
    </Panel>
  );
}

type SureProps = {
  title: string;
  go: string;
  busy: boolean;
  onGo: () => void;
  onClose: () => void;
  children: ReactNode;
};

function Sure({ title, go: words, busy, onGo, onClose, children }: SureProps) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      acts={
        <Button kind="danger" busy={busy} onClick={onGo}>
          {words}
        </Button>
      }
    >
      <div className="stack">{children}</div>
    </Dialog>
  );
}
