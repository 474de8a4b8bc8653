/** Handing in a file: chosen, photographed or dropped. Says at once what cannot be taken. */
import { useId, useState, type DragEvent } from 'react';
import { t } from '../texts/index.ts';
import { buttonClass } from './Button.tsx';

const MEGABYTE = 1024 * 1024;
/** The server's limit for one file. */
export const LARGEST = 20 * MEGABYTE;

export type FileKind = 'pdf' | 'jpeg' | 'png' | 'webp';
const mime: Record<FileKind, string> = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
};

/** Names of the kinds, as one says them: PDF、JPG 照片. */
export function kindsInWords(kinds: readonly FileKind[]): string {
  return kinds.map((kind) => t(`file.${kind}`)).join(t('list.and'));
}

/** What is wrong with a file before it is sent; null when it may be tried. */
export function refusalOf(file: File, kinds: readonly FileKind[]): string | null {
  if (file.size === 0) return t('file.empty', { name: file.name });
  if (file.size > LARGEST) return t('file.tooBig', { name: file.name });
  const known = kinds.some((kind) => mime[kind] === file.type);
  if (!known) return t('file.kind', { name: file.name, kinds: kindsInWords(kinds) });
  return null;
}

type DropProps = {
  /** What is handed in, for the labels of the two buttons. */
  what: string;
  kinds: readonly FileKind[];
  busy: string | null;
  problem?: string | null;
  onFile: (file: File) => void;
  onRefused: (why: string) => void;
};

/** Two big buttons and a place to drop; the camera opens directly on phones. */
export function FileDrop({ what, kinds, busy, problem, onFile, onRefused }: DropProps) {
  const [over, setOver] = useState(false);
  const id = useId();
  const take = (file: File | undefined) => {
    if (file === undefined) return;
    const why = refusalOf(file, kinds);
    if (why === null) onFile(file);
    else onRefused(why);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  const pictures = kinds.filter((kind) => kind !== 'pdf');
  return (
    <div
      className={over ? 'drop over stack' : 'drop stack'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <div className="row-wrap">
        <Pick id={`${id}f`} label={t('file.choose')} what={what} kinds={kinds} take={take} />
        {pictures.length > 0 && (
          <Pick id={`${id}c`} label={t('file.photo')} what={what} kinds={pictures} take={take} photo />
        )}
        <span className="small" aria-live="polite">
          {busy ?? ''}
        </span>
      </div>
      <p className="small">
        {t('file.limit', { kinds: kindsInWords(kinds) })}
        <span className="wide-only">{t('file.drop')}</span>
      </p>
    </div>
  );
}

function Pick({
  id, label, what, kinds, take, photo,
}: {
  id: string;
  label: string;
  what: string;
  kinds: readonly FileKind[];
  take: (file: File | undefined) => void;
  photo?: boolean;
}) {
  return (
    <span>
      <input
        id={id}
        type="file"
        accept={kinds.map((kind) => mime[kind]).join(',')}
        capture={photo ? 'environment' : undefined}
        onChange={(event) => {
          take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <label htmlFor={id} className={buttonClass('quiet')}>
        {label}
        <span className="only-heard">{t('list.colon')}{what}</span>
      </label>
    </span>
  );
}
