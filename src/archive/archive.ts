import { ArticleReader } from './article-reader.ts';
import { ChangeLog } from './change-log.ts';
import { Commits } from './commits.ts';
import { FeedIndex } from './feed-index.ts';
import { Scheduler } from './scheduler.ts';
import type { Engine } from './sql/engine.ts';
import { TermOrder } from './sql/term-query.ts';

/** The archive of articles, all their versions, and the change log, by role. */
export interface Archive {
  readonly articles: ArticleReader;
  readonly feeds: FeedIndex;
  readonly log: ChangeLog;
  readonly scheduler: Scheduler;
  readonly commits: Commits;
}

/** Creates the archive on a connected engine. */
export function archiveOn(engine: Engine): Archive {
  const order = new TermOrder(engine.db);
  const log = new ChangeLog(engine);
  return {
    articles: new ArticleReader(engine, order),
    feeds: new FeedIndex(engine, order),
    log,
    scheduler: new Scheduler(engine, log),
    commits: new Commits(engine, log),
  };
}
