/** A QR code as a drawing; the maker of it is fetched only when one is shown. */
import { useEffect, useState } from 'react';

type Drawing = { size: number; path: string };
/** Quiet zone around a code, in modules (ISO/IEC 18004). */
const QUIET = 4;

async function draw(text: string): Promise<Drawing> {
  const { create } = await import('qrcode');
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let y = 0; y < modules.size; y += 1) {
    for (let x = 0; x < modules.size; x += 1) {
      if (modules.get(y, x)) path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`;
    }
  }
  return { size: modules.size + 2 * QUIET, path };
}

function svgOf({ size, path }: Drawing): string {
  const open = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}">`;
  const ground = '<rect width="100%" height="100%" fill="#fff"/>';
  return `${open}${ground}<path d="${path}" fill="#000" shape-rendering="crispEdges"/></svg>`;
}

/** Black on white whatever is around it, so that every reader takes it. */
export function Qr({ text, label }: { text: string; label: string }) {
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  useEffect(() => {
    let wanted = true;
    void draw(text).then((made) => {
      if (wanted) setDrawing(made);
    });
    return () => {
      wanted = false;
    };
  }, [text]);
  if (drawing === null) return <div className="qr" />;
  return (
    <img className="qr" alt={label} src={`data:image/svg+xml,${encodeURIComponent(svgOf(drawing))}`} />
  );
}
