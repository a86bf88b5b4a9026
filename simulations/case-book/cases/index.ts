import type { Case } from '../case.ts';
import { campusHeatRecovery } from './campus-heat-recovery.ts';
import { eastDataWestCompute } from './east-data-west-compute.ts';
import { espooKirkkonummi } from './espoo-kirkkonummi.ts';
import { flexibilitySources } from './flexibility-sources.ts';
import { flexibleDataCentresUs } from './flexible-data-centres-us.ts';
import { googleCarbonAware } from './google-carbon-aware.ts';
import { heatPumpPractice } from './heat-pump-practice.ts';
import { nantongZhangbei } from './nantong-zhangbei.ts';
import { northernVirginia } from './northern-virginia.ts';
import { qaidam } from './qaidam.ts';
import { qingshu } from './qingshu.ts';
import { shanghaiFujian } from './shanghai-fujian.ts';
import { shanghaiVpp } from './shanghai-vpp.ts';
import { storageKinds } from './storage-kinds.ts';
import { tencentTianjin } from './tencent-tianjin.ts';

/** Every case there is: a new one is a file beside this one and a line here. */
export const cases: readonly Case[] = [
  qaidam,
  eastDataWestCompute,
  nantongZhangbei,
  shanghaiFujian,
  shanghaiVpp,
  googleCarbonAware,
  flexibleDataCentresUs,
  northernVirginia,
  campusHeatRecovery,
  qingshu,
  espooKirkkonummi,
  heatPumpPractice,
  flexibilitySources,
  storageKinds,
  tencentTianjin,
];
