import type { Page } from 'playwright-core';

/** What is measured inside the page. */

/** Waits until every chart has something on it. */
export async function chartsDrawn(page: Page): Promise<number> {
  await page.waitForFunction(() => {
    const charts = [...document.querySelectorAll('.chart')];
    return charts.length > 0 && charts.every((chart) => chart.querySelector('canvas') !== null);
  });
  return page.locator('.chart').count();
}

/** Colours that a chart has on at least this many pixels, as `r,g,b`; an empty chart has none. */
export function coloursOf(page: Page, chart: number, leastPixels = 60): Promise<string[]> {
  return page.evaluate(
    ([index, least]) => {
      const canvas = document.querySelectorAll('.chart')[index]?.querySelector('canvas');
      const context = canvas?.getContext('2d');
      if (!canvas || !context) return [];
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const counts = new Map<string, number>();
      for (let at = 0; at < data.length; at += 4) {
        if (data[at + 3] < 250) continue;
        const colour = `${data[at]},${data[at + 1]},${data[at + 2]}`;
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
      return [...counts].filter(([, count]) => count >= least).map(([colour]) => colour);
    },
    [chart, leastPixels] as const,
  );
}

/** Texts that nobody can read in full: wider than their box and cut there, or out of the window, unless one can scroll to them. */
export function clippedTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const scrolls = (element: Element): boolean => {
      for (
        let above: Element | null = element;
        above !== null && above !== document.body;
        above = above.parentElement
      ) {
        if (['auto', 'scroll'].includes(getComputedStyle(above).overflowX)) return true;
      }
      return false;
    };
    const clipped: string[] = [];
    for (const element of document.body.querySelectorAll('*')) {
      const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const hiddenForEyes = element.matches('.readout, .skip, noscript, option, svg *');
      if (!own || box.width === 0 || style.visibility === 'hidden' || hiddenForEyes) continue;
      const cut =
        style.overflowX !== 'visible' && style.overflowX !== 'auto' && element.scrollWidth > element.clientWidth + 1;
      const outside = (box.right > innerWidth + 1 || box.left < -1) && !scrolls(element);
      if (cut || outside)
        clipped.push(`${element.tagName} ${element.className}: ${element.textContent?.trim().slice(0, 60)}`);
    }
    return clipped;
  });
}

/** Contrast of text against what is behind it, for each kind of text on the page (WCAG 2: at least 4.5). */
export function poorContrasts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const channels = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = (colour: string) => {
      const [red, green, blue] = channels(colour).map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const behind = (element: Element): string => {
      for (let above: Element | null = element; above !== null; above = above.parentElement) {
        const { backgroundColor } = getComputedStyle(above);
        if ((channels(backgroundColor)[3] ?? 1) > 0) return backgroundColor;
      }
      return 'rgb(255, 255, 255)';
    };
    const poor = new Set<string>();
    for (const element of document.body.querySelectorAll('*')) {
      const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
      if (!own || element.getBoundingClientRect().width === 0 || element.matches('noscript')) continue;
      const style = getComputedStyle(element);
      const colour = element instanceof SVGElement ? style.fill : style.color;
      const [light, dark] = [luminance(colour), luminance(behind(element))].sort((a, b) => b - a);
      const contrast = (light + 0.05) / (dark + 0.05);
      if (contrast < 4.5) poor.add(`${element.tagName}.${element.getAttribute('class') ?? ''} ${contrast.toFixed(2)}`);
    }
    return [...poor];
  });
}
