/** What was handed in: pictures opened where they stand, other files downloaded. */
import { useState } from 'react';
import type { CaseView, Doc } from '../../contract.ts';
import { moment, size } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Chip } from '../../ui/marks.tsx';
import { w } from '../words.ts';
import type { PartProps } from './CasePane.tsx';
import { rowId } from './FactsPart.tsx';
import { inZh, Zh, zhMark } from '../../ui/Zh.tsx';

type Material = CaseView['materials'][number];
type Handed = CaseView['documents'][number];

/** Needed materials first, then what was handed in besides. */
export function DocumentsPart({ view }: PartProps) {
  const shown = view.materials.filter(
    ({ id, needed }) => needed === 'yes' || view.documents.some(({ material }) => material === id),
  );
  return (
    <section className="part">
      <h2>{w('case.documents')}</h2>
      {shown.length === 0 && <p className="muted">{w('case.noDocuments')}</p>}
      {shown.length > 0 && <p className="small">{w('case.documentsNote')}</p>}
      <ul className="plain docs-list">
        {shown.map((material) => (
          <li key={material.id} id={rowId(material.id)} tabIndex={-1}>
            <MaterialRow view={view} material={material} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function MaterialRow({ view, material }: PartProps & { material: Material }) {
  const docs = view.documents.filter((doc) => doc.material === material.id);
  const take = view.takes.find((one) => one.material === material.id);
  const findings = view.reviewFindings.filter(
    ({ on, verdict }) => on === material.id && verdict === 'fail',
  );
  return (
    <>
      <div className="doc-name">
        <b>{say(material.name)}</b>
        {take && (
          <Chip tone="ok">
            {inZh(
              w('case.taken', { name: say({ zh: take.name, en: take.en }), number: take.number }),
              'paper', take.name, take.number,
            )}
          </Chip>
        )}
        {material.how === 'made' && <Chip>{w('case.made')}</Chip>}
        {!take && docs.length === 0 && material.how !== 'made' && (
          <Chip tone={material.necessity === 'required' ? 'warn' : 'plain'}>
            {w('case.notHandedIn')}
            {material.necessity === 'required' ? '' : `${t('list.comma')}${w('case.optional')}`}
          </Chip>
        )}
        {findings.map((one) => (
          <Chip key={one.point} tone={one.level === 'block' ? 'late' : 'warn'}>
            {say(one.name)}
          </Chip>
        ))}
      </div>
      {docs.map((doc) => (
        <Document key={doc.id} doc={doc} />
      ))}
    </>
  );
}

const isPicture = (doc: Doc) => doc.kind !== 'pdf';

/** A picture is asked for only when it is opened: each opening is a row its holder sees. */
function Document({ doc }: { doc: Handed }) {
  const [open, setOpen] = useState(false);
  const [failed, setFailed] = useState(false);
  const address = `/api/files/${doc.id}`;
  return (
    <div className="doc">
      <span><Zh as="typed">{doc.name}</Zh></span>
      <small>
        {size(doc.size)} · {moment(doc.addedAt)}
      </small>
      {isPicture(doc) && (
        <button
          type="button"
          className="small-btn"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {w(open ? 'case.hide' : 'case.show')}
          <span className="only-heard">{t('list.colon')}<Zh as="typed">{doc.name}</Zh></span>
        </button>
      )}
      <a href={address} download={doc.name}>
        {w('case.download')}
        <span className="only-heard">{t('list.colon')}<Zh as="typed">{doc.name}</Zh></span>
      </a>
      {open && !failed && (
        <img
          src={address}
          alt={w('case.picture', { name: doc.name })}
          {...zhMark(doc.name, 'typed')}
          onError={() => setFailed(true)}
        />
      )}
      {open && failed && <p role="alert">{w('case.pictureFailed')}</p>}
    </div>
  );
}
