/** Mounts the rooms in their order. What the hall offers is the sum of their doors. */
import type { FastifyInstance } from 'fastify';
import { baseEndpoints, Live, serve, type Answered, type Contract, type World } from '#base';
import { caseEndpoints, casesHeld } from '#cases';
import { catalogueEndpoints } from '#catalogue';
import { factsEndpoints } from '#facts';
import { feedbackEndpoints } from '#feedback';
import { authenticate, channels, identityEndpoints, type Actor } from '#identity';
import { licenceEndpoints, licencesHeld, query as searchDecisions } from '#licences';
import { messageEndpoints, messagesHeld } from '#messages';
import { sourceEndpoints } from '#sources';

/** What the rooms hold of a person, for the export of his own data. */
const holdings = [casesHeld, licencesHeld, messagesHeld];

/** Every endpoint of every room. */
export function allEndpoints(live: Live) {
  return {
    ...baseEndpoints<Actor>(live, channels), ...identityEndpoints, ...licenceEndpoints,
    ...messageEndpoints, ...catalogueEndpoints, ...factsEndpoints(holdings), ...caseEndpoints,
    ...sourceEndpoints({ 'licensing-decisions': searchDecisions }), ...feedbackEndpoints,
  };
}

type All = ReturnType<typeof allEndpoints>;
/** Addresses and shapes for the typed browser client. */
export type Contracts = { [Name in keyof All]: Contract<All[Name]> };

export type AppOptions = {
  world: World;
  /** For LISTEN: a connection of its own. */
  databaseUrl: string;
  web?: string;
  onAnswer?: (answered: Answered) => void;
};

/** Builds the web process's server; the caller listens. Closing it closes live events too. */
export async function makeApp(options: AppOptions): Promise<FastifyInstance> {
  const live = new Live(options.databaseUrl);
  await live.start();
  const app = await serve<Actor>({
    world: options.world, live, endpoints: allEndpoints(live), authenticate, channels,
    ...(options.web ? { web: options.web } : {}),
    ...(options.onAnswer ? { onAnswer: options.onAnswer } : {}),
  });
  app.addHook('preClose', async () => {
    await live.close();
    // A browser may hold a connection on which it never asked anything: it is not waited for.
    setTimeout(() => app.server.closeAllConnections(), 2000).unref();
  });
  return app;
}
