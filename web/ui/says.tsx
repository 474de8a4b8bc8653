/** Short words about what just happened; read out, and gone after a while. */
import { useEffect, useState } from 'react';

type Saying = { id: number; words: string };
const listeners = new Set<(saying: Saying) => void>();
let count = 0;

/** Says something that needs no answer: 已经保存, 链接已复制. */
export function announce(words: string): void {
  count += 1;
  for (const listener of listeners) listener({ id: count, words });
}

/** The place where it is said: once in an app. */
export function Says() {
  const [sayings, setSayings] = useState<Saying[]>([]);
  useEffect(() => {
    const listen = (saying: Saying) => {
      setSayings((before) => [...before, saying]);
      setTimeout(() => setSayings((before) => before.filter((s) => s.id !== saying.id)), 6000);
    };
    listeners.add(listen);
    return () => {
      listeners.delete(listen);
    };
  }, []);
  return (
    <div className="says" aria-live="polite">
      {sayings.map((saying) => (
        <p key={saying.id}>{saying.words}</p>
      ))}
    </div>
  );
}
