/** Handing in one copy of a material: what is there, and a place to add to it. */
import { useState } from 'react';
import { newKey, sendFile } from '../client.ts';
import type { Doc, Text } from '../contract.ts';
import { wordsFor } from '../problem.ts';
import { say, t } from '../texts/index.ts';
import { FileDrop, type FileKind } from '../ui/FileDrop.tsx';
import { announce } from '../ui/says.tsx';
import { Docs } from './Docs.tsx';

type HandInProps = {
  /** Path the file is sent to. */
  base: string;
  material: { id: string; name: Text; accepts?: readonly FileKind[] };
  /** Which copy it is, counted from 0; several files of one copy are its pages. */
  index: number;
  docs: Doc[];
  /** Runs the change and brings the page up to date after it. */
  run: (act: () => Promise<unknown>) => Promise<unknown>;
  onRemove?: (document: string) => Promise<unknown>;
};

/** What goes wrong is said here, at its place. */
export function HandIn({ base, material, index, docs, run, onRemove }: HandInProps) {
  const [busy, setBusy] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const attempt = async (words: string | null, act: () => Promise<unknown>) => {
    setBusy(words);
    setWrong(null);
    try {
      await run(act);
    } catch (error) {
      setWrong(wordsFor(error));
    }
    setBusy(null);
  };
  const send = (file: File) => {
    const where = new URLSearchParams({
      material: material.id,
      index: String(index),
      name: file.name,
    });
    const key = newKey();
    void attempt(t('file.sending', { name: file.name }), async () => {
      await sendFile<Doc>(`${base}?${where.toString()}`, file, key);
      announce(t('file.done', { name: file.name }));
    });
  };
  const remove = onRemove && ((id: string) => void attempt(null, () => onRemove(id)));
  return (
    <>
      <Docs docs={docs} onRemove={remove} />
      <FileDrop
        what={say(material.name)}
        kinds={material.accepts ?? ['pdf', 'jpeg', 'png']}
        busy={busy}
        problem={wrong}
        onFile={send}
        onRefused={setWrong}
      />
    </>
  );
}
