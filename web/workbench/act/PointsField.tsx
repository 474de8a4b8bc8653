/** 一次性告知: tick what is to be mended and say how; what the review found is ticked already. */
import { FieldGroup } from '../../ui/Field.tsx';
import { w } from '../words.ts';
import type { FieldsProps } from './ActFields.tsx';
import { firstWords, pointsOf, type Point } from './read.ts';

/** Fields, then materials; each ticked one opens a box for its words. */
export function PointsField(props: FieldsProps) {
  const { view, values, problem } = props;
  const points = pointsOf(view);
  const groups = [...new Set(points.map(({ group }) => group))];
  return (
    <FieldGroup
      id="points"
      label={w('told.points')}
      hint={view.told ? w('told.only') : w('told.once')}
      problem={problem('points')}
      note={<output>{w('told.count', { n: Object.keys(values.points).length })}</output>}
    >
      {groups.map((group) => (
        <div key={group} className="points">
          <p className="strong">{group}</p>
          {points
            .filter((point) => point.group === group)
            .map((point) => (
              <PointRow key={point.at} {...props} point={point} />
            ))}
        </div>
      ))}
    </FieldGroup>
  );
}

function PointRow({ point, values, problem, change }: FieldsProps & { point: Point }) {
  const { at } = point;
  const ticked = Object.hasOwn(values.points, at);
  const toggle = (on: boolean) => {
    const { [at]: _gone, ...rest } = values.points;
    change({ points: on ? { ...rest, [at]: firstWords(point) } : rest });
  };
  const wrong = problem(`message-${at}`) ?? problem(at);
  return (
    <div className={ticked ? 'point on' : 'point'}>
      <label>
        <input
          type="checkbox"
          checked={ticked}
          onChange={(event) => toggle(event.target.checked)}
        />
        <span>{point.name}</span>
        {point.found !== null && (
          <small className="unsure">{w('told.found', { text: point.found })}</small>
        )}
      </label>
      {ticked && (
        <>
          {wrong && <p className="problem">{wrong}</p>}
          <textarea
            id={`message-${at}`}
            className="input"
            rows={2}
            maxLength={500}
            aria-label={w('told.messageOf', { name: point.name })}
            aria-invalid={wrong ? true : undefined}
            value={values.points[at] ?? ''}
            onChange={(event) => change({ points: { ...values.points, [at]: event.target.value } })}
          />
        </>
      )}
    </div>
  );
}
