/** The inbox, the newest first. */
import type { Message } from '../../contract.ts';
import { go, useRoute } from '../../router/history.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { useRead, useRefresh, useWrite } from '../../queries.ts';
import { moment } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Empty } from '../../ui/boxes.tsx';
import { Button, LinkButton } from '../../ui/Button.tsx';
import { Chip } from '../../ui/marks.tsx';
import { LoadedPage } from '../Loaded.tsx';
import { SignedInOnly } from '../SignedInOnly.tsx';

/** New ones come by themselves while the page is open. */
export function Messages() {
  const { query } = useRoute();
  const read = useRead('messages.list', query.page ? { page: query.page } : {});
  return (
    <SignedInOnly>
      <LoadedPage read={read}>
        {({ messages, next }) => (
          <div className="narrow stack-5">
            <PageTitle title={t('messages.title')} />
            {messages.length === 0 && <Empty>{t('messages.none')}</Empty>}
            <ul className="list">
              {messages.map((message) => (
                <One key={message.id} message={message} />
              ))}
            </ul>
            <div className="acts">
              {query.page && (
                <Button kind="quiet" onClick={() => go({ to: 'messages' })}>
                  {t('messages.newer')}
                </Button>
              )}
              {next !== null && (
                <Button
                  kind="quiet"
                  onClick={() => go({ to: 'messages', query: { page: next } })}
                >
                  {t('messages.older')}
                </Button>
              )}
            </div>
          </div>
        )}
      </LoadedPage>
    </SignedInOnly>
  );
}

function One({ message }: { message: Message }) {
  const write = useWrite('messages.read');
  const refresh = useRefresh();
  const read = async () => {
    if (!message.read && (await write.run({ id: message.id })) !== null) {
      await refresh('messages.list', 'messages.unread');
    }
  };
  return (
    <li className="message">
      <div className="spread">
        <h2>{say(message.title)}</h2>
        {!message.read && <Chip tone="warn">{t('messages.unread')}</Chip>}
      </div>
      <small>{moment(message.at)}</small>
      <p>{say(message.body)}</p>
      <div className="acts">
        {message.case && (
          <span onClickCapture={() => void read()}>
            <LinkButton to="case" params={{ case: message.case }} kind="quiet">
              {t('messages.case')}
            </LinkButton>
          </span>
        )}
        {!message.read && (
          <Button kind="text" busy={write.busy} onClick={() => void read()}>
            {t('messages.read')}
          </Button>
        )}
      </div>
    </li>
  );
}
