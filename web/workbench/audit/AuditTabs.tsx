/** The three parts of the log, each with its address. */
import { Link } from '../../router/Link.tsx';
import { w } from '../words.ts';

const tabs = [
  ['workbenchAudit', 'audit.tab.log'],
  ['workbenchAuditActs', 'audit.tab.acts'],
  ['workbenchAuditChain', 'audit.tab.chain'],
] as const;

/** Links in a line; the one that is open is marked by more than colour. */
export function AuditTabs() {
  return (
    <nav className="parts" aria-label={w('audit.tabs')}>
      {tabs.map(([to, words]) => (
        <Link key={to} to={to} currentOn={[to]}>
          {w(words)}
        </Link>
      ))}
    </nav>
  );
}
