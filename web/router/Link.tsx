/** A link to a place of the list: a real <a href>, so that it opens in a new tab, prints and copies. */
import type { AnchorHTMLAttributes, MouseEvent, ReactNode } from 'react';
import { addressOf, placeAt, type Place } from '../paths.ts';
import { goTo, useRoute } from './history.ts';

type LinkProps = Place & {
  children: ReactNode;
  /** Marks the link as the present page when the route has one of these names. */
  currentOn?: readonly string[];
  /** Keeps scroll and focus: for links that only change what a page shows. */
  stay?: boolean;
} & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'>;

/** Link between pages of the same app; the other app (workbench) is loaded anew. */
export function Link({ to, params, query, children, currentOn, stay, ...rest }: LinkProps) {
  const route = useRoute();
  const address = addressOf({ to, params, query } as Place);
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    rest.onClick?.(event);
    const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (event.defaultPrevented || modified || event.button !== 0 || rest.target) return;
    if (leavesApp(address)) return;
    event.preventDefault();
    goTo(address, { stay: stay ?? false });
  };
  const current = currentOn?.includes(route.name) ? 'page' : undefined;
  return (
    <a aria-current={current} {...rest} href={address} onClick={follow}>
      {children}
    </a>
  );
}

function leavesApp(address: string): boolean {
  const inWorkbench = (name: string) => name.startsWith('workbench');
  const path = address.split('?')[0] ?? '/';
  return inWorkbench(placeAt(path, '').name) !== inWorkbench(placeAt(location.pathname, '').name);
}
