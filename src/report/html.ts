/**
 * HTML text that is safe to put into a page. Only `html` and `trusted` make it, and `html` escapes every
 * plain value it is given, so that an id from a scenario file can never become markup.
 */
export interface Html {
  readonly markup: string;
}

type HtmlValue = string | number | Html | readonly Html[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character]);
}

/** Markup made by this program itself (style sheet, charts); never text from an input. */
export function trusted(markup: string): Html {
  return { markup };
}

/** Template tag: literal parts stay, values are escaped unless they are Html already. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let markup = parts[0];
  for (const [index, value] of values.entries()) markup += `${render(value)}${parts[index + 1]}`;
  return { markup };
}

function render(value: HtmlValue): string {
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  if ('markup' in value) return value.markup;
  return value.map((item) => item.markup).join('');
}
