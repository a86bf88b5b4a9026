import type { Case } from '../case.ts';
import { flexibleDataCentresUs } from './flexible-data-centres-us.ts';
import { googleCarbonAware } from './google-carbon-aware.ts';
import { nantongZhangbei } from './nantong-zhangbei.ts';
import { qaidam } from './qaidam.ts';
import { shanghaiFujian } from './shanghai-fujian.ts';
import { shanghaiVpp } from './shanghai-vpp.ts';
import { tencentTianjin } from './tencent-tianjin.ts';

/** Every case there is: a new one is a file beside this one and a line here. */
export const cases: readonly Case[] = [
  qaidam,
  nantongZhangbei,
  shanghaiFujian,
  shanghaiVpp,
  googleCarbonAware,
  flexibleDataCentresUs,
  tencentTianjin,
];
