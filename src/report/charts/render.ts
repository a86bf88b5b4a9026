import { CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { escapeHtml, type Html, trusted } from '../html.ts';
import type { ChartSize } from './frame.ts';
import { pageColor } from './palette.ts';

use([LineChart, CustomChart, GridComponent, LegendComponent, SVGRenderer]);

/**
 * Draws an option as SVG text to stand inside a page. `chartId` (letters, digits, dashes) makes the ids in
 * the drawing, so that the same plan gives the same bytes and two charts never share a clip path.
 * `description` is what a screen reader says.
 */
export function renderSvg(option: EChartsCoreOption, size: ChartSize, chartId: string, description: string): Html {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: size.width, height: size.height });
  try {
    chart.setOption(option);
    return trusted(forPage(chart.renderToSVGString({ useViewBox: true }), chartId, description));
  } finally {
    chart.dispose();
  }
}

/** Only tags are touched: the text of labels is escaped, so it holds no `<`, and stays as it is. */
function forPage(svg: string, chartId: string, description: string): string {
  return svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/<rect [^>]*fill="none"><\/rect>\n/, '')
    .replace(/<[^>]+>/g, (tag) =>
      tag
        .replace(/ (class|ecmeta_\w+|pointer-events)="[^"]*"/g, '')
        .replace(/(id="|url\(#)zr\d+-/g, `$1${chartId}-`)
        .replace(/(fill|stroke)="(#[0-9a-f]{6})"/g, (_, attribute: string, color: string) => {
          return `${attribute}="${pageColor(color)}"`;
        }),
    )
    .replace('<svg ', () => `<svg role="img" aria-label="${escapeHtml(description)}" `);
}
