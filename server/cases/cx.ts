/** What every use case of a case is given: who asks, the moment, the database, the calendar. */
import type { Context } from '#base';
import type { Actor } from '#identity';

export type Cx = Context<Actor>;
