import { child, type Node, type ReadContext, trustedValue } from './context.ts';
import type { SiteSource } from './schema/site.ts';

/** What turns a site's money into the plan's. */
export interface SiteMoney {
  /** Currency that the site's numbers are in. */
  readonly currency: string;
  /** Money of the plan for one of the site. */
  readonly rate: number;
}

/** Plan money for one of a currency; null when no rate is stated. */
export function rateOf(context: ReadContext, currency: string): number | null {
  if (currency === context.currency) return 1;
  return context.exchangeRates.get(currency) ?? null;
}

/** The site's currency and its rate; null, and a fault, when there is no rate for it. */
export function readSiteMoney(context: ReadContext, site: Node<SiteSource>): SiteMoney | null {
  const node = child(site, 'currency');
  if (node.value === undefined) return { currency: context.currency, rate: 1 };
  const currency = trustedValue(context, node);
  if (currency === null) return null;
  const rate = rateOf(context, currency);
  if (rate === null) {
    context.fault({
      path: node.path,
      found: `prices in ${currency}, in a scenario in ${context.currency}`,
      expected: `${context.currency}, or a rate under exchangeRates`,
      hint: `exchangeRates: { ${currency}: ... } states how many ${context.currency} one ${currency} is worth`,
    });
    return null;
  }
  return { currency, rate };
}
