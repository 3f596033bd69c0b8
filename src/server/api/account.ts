import type { LedgerEntry } from '../../archive/ledger-entry.ts';
import { keyOf } from '../../article/identity.ts';
import { partnersWithStates } from '../../delivery/partners/partner-states.ts';
import { isActive } from '../../publication/partner.ts';
import { defined } from '../../text/defined.ts';
import type { ServerContext } from '../context.ts';
import { type ApiHandler, partnerIn, sendJson } from './context.ts';

const NEWEST = 50;

/** Handler of the account of a partner: its product, its channels, what waits, and its last deliveries. */
export function accountHandlers({ store }: ServerContext): Readonly<Record<'getAccount', ApiHandler>> {
  return {
    getAccount: async (exchange) => {
      const partner = partnerIn(exchange);
      if (partner === undefined) return;
      const { key, name, product, format, digests, trialEnds, ends } = partner;
      const states = (await partnersWithStates(store, exchange.now)).filter((one) => one.partner === key);
      const channels = states.map(({ partner: _, name: _name, format: _format, ...state }) => state);
      const deliveries = (await store.ledgerFigures.newest(NEWEST, key)).map(shownEntry);
      const agreement = { isActive: isActive(partner, exchange.now), ...defined({ trialEnds, ends }) };
      const usage = await store.ledgerFigures.countByState(key);
      const data = { partner: key, name, agreement, product, format, digests, channels, usage, deliveries };
      sendJson(exchange.response, 200, data);
    },
  };
}

/** Returns an entry of the ledger as its partner sees it. */
function shownEntry(entry: LedgerEntry): Record<string, unknown> {
  const { id, channel, story, version, change, state, attempts, plannedAt, respondedAt, hash, response } = entry;
  return defined({
    id: `msg_${entry.partner}_${id}`,
    channel,
    story,
    key: keyOf(story),
    version,
    change,
    state,
    attempts,
    plannedAt,
    respondedAt,
    sha256: hash,
    response,
  });
}
