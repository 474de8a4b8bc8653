/** Every key there is, and the switch that turns them off. */
import { actionNames, actionsFor, paths, type Action, type Role } from '#cases/states';
import { say, t } from '../texts/index.ts';
import { Checkbox } from '../ui/choices.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { extraKeys, partName, type ActId } from './act/choices.ts';
import { chooseKeys, useKeysOn } from './keys.ts';
import { w } from './words.ts';

type Row = { keys: string[]; does: string };

/** Keys of the acts these roles have at all: a clerk is not shown what only others may do. */
function rows(roles: readonly Role[]): Row[] {
  const mine = new Set<Action>(paths.flatMap((path) => actionsFor(path, roles)));
  const named: Row[] = [...mine].flatMap((action) => {
    const { name, key } = actionNames[action] as { name: { zh: string; en: string }; key?: string };
    return key === undefined || action === 'decide' ? [] : [{ keys: [key], does: say(name) }];
  });
  const extra = (Object.entries(extraKeys) as [ActId, string][])
    .filter(([id]) => mine.has(actionOf(id)))
    .map(([id, key]) => ({ keys: [key], does: partName(id) }));
  const byKey = new Map<string, string[]>();
  for (const {
    keys: [key = ''],
    does,
  } of [...named, ...extra]) {
    byKey.set(key, [...(byKey.get(key) ?? []), does]);
  }
  return [...byKey].map(([key, does]) => ({ keys: [key], does: does.join(t('list.and')) }));
}

/** The row of the table an offered act stands in; licences are changed by who decides. */
function actionOf(id: ActId): Action {
  return id === 'grant' || id === 'refuse' || id === 'licence' ? 'decide' : id;
}

/** Esc closes it. */
export function KeysDialog({ roles, onClose }: { roles: readonly Role[]; onClose: () => void }) {
  const on = useKeysOn();
  const general: Row[] = [
    { keys: ['J', 'K'], does: w('keys.move') },
    { keys: ['1', '2', '3', '4'], does: w('keys.boxes') },
    { keys: ['M'], does: w('keys.batch') },
    { keys: ['/'], does: w('keys.search') },
    { keys: ['?'], does: w('keys.help') },
    { keys: [w('act.enter')], does: `${w('keys.commit')}${t('list.comma')}${w('keys.commitHint')}` },
    { keys: ['Esc'], does: w('keys.esc') },
  ];
  return (
    <Dialog title={w('keys.title')} onClose={onClose}>
      <Checkbox id="keys-on" checked={on} onChange={chooseKeys}>
        {w('keys.on')}
        <small className="under">{w('keys.onHint')}</small>
      </Checkbox>
      <KeyList rows={general} />
      <h3>{w('keys.acts')}</h3>
      <KeyList rows={rows(roles)} />
    </Dialog>
  );
}

function KeyList({ rows: all }: { rows: Row[] }) {
  return (
    <dl className="keys">
      {all.map((row) => (
        <div key={row.keys.join()}>
          <dt>
            {row.keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{row.does}</dd>
        </div>
      ))}
    </dl>
  );
}
