/** What the person takes home: the number, when he hears, how to ask. Made to be printed. */
import type { SignedIn } from '../../contract.ts';
import { useRoute } from '../../router/history.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { dateOfInstant, longDate } from '../../texts/format.ts';
import { say } from '../../texts/index.ts';
import { Skeleton } from '../../ui/boxes.tsx';
import { Button, buttonClass, LinkButton } from '../../ui/Button.tsx';
import { Summary } from '../../ui/Table.tsx';
import { useCase } from '../useCase.ts';
import { w } from '../words.ts';
import { inZh } from '../../ui/Zh.tsx';

/** Names come from the case itself where it is of the clerk's own unit; the number always shows. */
export function Receipt({ me }: { me: SignedIn }) {
  const { query } = useRoute();
  const id = query.case ?? '';
  const { data, isPending } = useCase(id);
  const on = query.on ?? dateOfInstant(data?.submittedAt ?? '1970-01-01T00:00:00Z');
  const paper = data?.papers.find(({ kind, ready }) => kind === 'receipt' && ready);
  const due = query.due ?? data?.due;
  return (
    <div className="stack-5 receipt">
      <div>
        <PageTitle title={w('walkIn.doneTitle')} />
        <p className="no-print">{w('walkIn.doneBody')}</p>
      </div>
      {isPending && <Skeleton lines={5} />}
      {!isPending && (
        <Summary
          lines={[
            {
              id: 'number',
              name: w('walkIn.number'),
              value: <b className="number">{query.number ?? data?.number}</b>,
            },
            ...(data
              ? [
                  { id: 'name', name: w('walkIn.name'), value: data.applicant },
                  { id: 'item', name: w('walkIn.item2'), value: say(data.itemName) },
                ]
              : []),
            { id: 'at', name: w('walkIn.received'), value: longDate(on) },
            { id: 'due', name: w('walkIn.due'), value: due ? longDate(due) : w('left.none') },
            { id: 'by', name: w('walkIn.by'), value: inZh(`${say(me.unit?.name)} · ${me.name}`, 'name', me.name) },
            { id: 'how', name: w('walkIn.how'), value: w('walkIn.howText') },
          ]}
        />
      )}
      {!isPending && !data && <p className="no-print">{w('walkIn.elsewhere')}</p>}
      <div className="acts no-print">
        <Button onClick={() => window.print()}>{w('walkIn.print')}</Button>
        {paper && (
          <a className={buttonClass('quiet')} href={`/api/files/${paper.id}`} download>
            {w('walkIn.paper')}
          </a>
        )}
        {data && (
          <LinkButton to="workbenchCase" params={{ box: 'unit', case: id }} kind="quiet">
            {w('walkIn.open')}
          </LinkButton>
        )}
        <LinkButton to="workbenchWalkIn" kind="quiet">
          {w('walkIn.more')}
        </LinkButton>
      </div>
    </div>
  );
}
