/** Numbers for people: grouped digits, a unit, no minus before a rounded zero. One place for terminal and report. */

const formatters = new Map<number, Intl.NumberFormat>();

function formatter(digits: number): Intl.NumberFormat {
  const known = formatters.get(digits);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  formatters.set(digits, made);
  return made;
}

export function formatNumber(value: number, digits = 0): string {
  const text = formatter(digits).format(value);
  return /^-[0.,]+$/.test(text) ? text.slice(1) : text;
}

/** Digits after the point that the currency is counted in; 2 where the code is unknown. */
export function currencyDigits(currency: string): number {
  try {
    return new Intl.NumberFormat('en-US', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** `1,234.50 CNY`. */
export function formatMoney(amount: number, currency: string): string {
  return `${formatNumber(amount, currencyDigits(currency))} ${currency}`;
}

/** Below this, a price is what the solver's tolerance left. */
const NO_PRICE = 1e-7;

/** A price of one kWh, kW or unit-hour: four significant figures, at least the currency's own digits. */
export function formatPrice(price: number): string {
  if (Math.abs(price) < NO_PRICE) return '0';
  const magnitude = Math.floor(Math.log10(Math.abs(price)));
  const digits = Math.min(8, Math.max(2, 3 - magnitude));
  return formatNumber(price, digits);
}

/** kWh below ten thousand, MWh above. */
export function formatEnergy(energyKwh: number): string {
  return Math.abs(energyKwh) < 10_000 ? `${formatNumber(energyKwh)} kWh` : `${formatNumber(energyKwh / 1000, 1)} MWh`;
}

/** kW below ten thousand, MW above. */
export function formatPower(powerKw: number): string {
  return Math.abs(powerKw) < 10_000 ? `${formatNumber(powerKw)} kW` : `${formatNumber(powerKw / 1000, 2)} MW`;
}

/** An amount whose size is not known beforehand: up to three decimals where it is small. */
export function formatAmount(value: number): string {
  const size = Math.abs(value);
  return formatNumber(value, size === 0 || size >= 1000 ? 0 : size >= 10 ? 1 : 3);
}

/** 0.0001 %: a share that is as good as nothing to a reader; what is proven below it stands in the plan with all digits. */
const LEAST_SHARE = 1e-6;

/** `1.23 %` from a fraction, two significant figures where it is small; never in powers of ten. */
export function formatShare(share: number): string {
  if (share === 0) return '0 %';
  const percent = Math.abs(share) * 100;
  if (Math.abs(share) < LEAST_SHARE) return 'below 0.0001 %';
  const text = percent < 0.01 ? String(Number(percent.toPrecision(2))) : formatNumber(percent, 2);
  return `${share < 0 ? '-' : ''}${text} %`;
}

/** `energyBought` as `Energy bought`. */
export function formatName(camelCase: string): string {
  const words = camelCase.replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => {
    return `${before} ${after.toLowerCase()}`;
  });
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `1 job`, `2 jobs`. */
export function formatCount(count: number, one: string, several = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : several}`;
}
