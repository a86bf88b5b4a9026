import type { SlotSeries, Timeline } from '../time/timeline.ts';
import type { CurrencyCode, Fraction, Kw } from '../units/index.ts';
import type { ComputeJob } from './job.ts';
import type { Plant } from './plant.ts';
import type { Battery } from './store.ts';
import type { CoincidentPeak, FleetTargets, GreenPower } from './targets.ts';

export type { Battery, EndValueSegment } from './store.ts';

/** Everything a plan is made from, on one timeline and in one currency. Readonly data; parsers live in scenario/. */
export interface Fleet {
  readonly name: string;
  readonly timeline: Timeline;
  readonly currency: CurrencyCode;
  readonly objective: ObjectiveSettings;
  readonly targets: FleetTargets;
  readonly sites: readonly Site[];
  /** At most one for each ordered pair of sites. */
  readonly links: readonly Link[];
  readonly jobs: readonly ComputeJob[];
  readonly dataQuality: readonly DataQualityNote[];
}

export type CarbonSignal = 'average' | 'marginal' | 'market';

export interface ObjectiveSettings {
  /**
   * `cost`: the least money. `carbon`: first the fewest broken promises (late and leftover work among them), then the
   * fewest kilograms of the carbon signal (fuel included), then the least money.
   */
  readonly minimise: 'cost' | 'carbon';
  /** Money per tonne of CO2 equivalent. */
  readonly carbonPricePerTonne: number;
  readonly carbonSignal: CarbonSignal;
  /** Whether energy exported earns its carbon intensity back. */
  readonly creditExports: boolean;
  /** The energy price holds the carbon price already: carbon is reported, not charged again. */
  readonly priceIncludesCarbon: boolean;
}

export interface Site {
  readonly id: string;
  /** IANA zone: tariffs, billing months and reports of this site use it. */
  readonly timeZone: string;
  /** Jurisdictions whose law holds there, by any names that jobs use too. */
  readonly jurisdictions: readonly string[];
  readonly grid: GridConnection;
  readonly compute: Compute;
  readonly batteries: readonly Battery[];
  readonly renewables: readonly Renewable[];
  readonly plant: Plant;
}

/** A network path for data of jobs, in one direction. */
export interface Link {
  readonly from: string;
  readonly to: string;
  /** Gigabytes (1e9 bytes) that it carries in an hour, at most. Physical. */
  readonly capacityGigabytesPerHour: SlotSeries;
  /** Milliseconds one way; null: not known, which is not near. */
  readonly latencyMilliseconds: number | null;
  /** Money per gigabyte carried. */
  readonly pricePerGigabyte: number;
  /** Energy that a gigabyte costs at the receiving site's supply, kWh. */
  readonly energyKwhPerGigabyte: number;
}

/** The connection to the public grid. Import and export are both counted positive in their own direction. */
export interface GridConnection {
  readonly marketZone: string;
  /** Physical: fuse, transformer, breaker. Never exceeded. */
  readonly importLimitKw: SlotSeries;
  readonly exportLimitKw: SlotSeries;
  /** Contractual: may be exceeded at a price, and the plan says so. */
  readonly contractedLimits: readonly ContractedLimit[];
  readonly importPricePerKwh: SlotSeries;
  /** What a kWh sold earns; negative where selling costs. */
  readonly exportPricePerKwh: SlotSeries;
  readonly carbonGramsPerKwh: Readonly<Partial<Record<CarbonSignal, SlotSeries>>>;
  readonly demandCharges: readonly DemandCharge[];
  readonly ramp: RampLimit | null;
  readonly coincidentPeaks: readonly CoincidentPeak[];
  /** Share of import that is renewable already, 0 to 1; null: not known, and then none counts. */
  readonly renewableFraction: SlotSeries | null;
  readonly greenPower: readonly GreenPower[];
}

export type GridDirection = 'import' | 'export';

export interface ContractedLimit {
  readonly id: string;
  readonly direction: GridDirection;
  readonly limitKw: SlotSeries;
  /** Money per kWh beyond the limit. */
  readonly breachPricePerKwh: number;
}

/**
 * A price on the largest mean power of any metering interval in a billing period. `direction: 'both'`
 * measures the larger of import and export.
 */
export interface DemandCharge {
  readonly id: string;
  readonly direction: GridDirection | 'both';
  /** Money per kW of the period's peak. */
  readonly pricePerKw: number;
  /** One for every billing month (and tariff period) that the horizon touches. */
  readonly periods: readonly DemandChargePeriod[];
}

export interface DemandChargePeriod {
  /** Civil month, `2026-06`. */
  readonly label: string;
  /** What is paid anyway: the largest of billed peak, expected peak of the month and contract minimum. */
  readonly floorKw: Kw;
  readonly meteringIntervals: readonly MeteringInterval[];
}

/** Mean power over these slots, weighted by the hours of each that lie inside, is what the meter records. */
export interface MeteringInterval {
  readonly slots: Int32Array;
  readonly hours: Float64Array;
}

/** Largest change of net import between neighbouring slots. A grid-code promise: exceeded only at its price. */
export interface RampLimit {
  readonly limitKwPerMinute: number;
  /** Minutes that a change at a slot boundary may take. */
  readonly transitionMinutes: number;
  /** Net import measured before the first slot; null where unknown: then the first step is free. */
  readonly measuredNetImportKw: Kw | null;
  /** Money per kW of step beyond the limit. */
  readonly breachPricePerKw: number;
}

export interface Compute {
  /** IT load that cannot move. */
  readonly baseLoadKw: SlotSeries;
  /** Money per kWh of base load not served; null: it must be served, whatever happens. */
  readonly baseLoadShedPricePerKwh: number | null;
  /** Losses of power distribution as a share of IT power. */
  readonly overheadFraction: Fraction;
  readonly pools: readonly ComputePool[];
}

/** Like machines. The same pool id at several sites is the same class of machine. */
export interface ComputePool {
  readonly id: string;
  /** Units that may run work in each slot. All of them draw idle power. */
  readonly unitsAvailable: SlotSeries;
  readonly idleKwPerUnit: Kw;
  /** Ascending in power; speed is concave in power. One point is the usual case. */
  readonly operatingPoints: readonly OperatingPoint[];
}

export interface OperatingPoint {
  readonly id: string;
  /** Power of a unit that works at this point, idle power included. */
  readonly kwPerUnit: Kw;
  /** Work done per unit and hour, 1 = reference speed. */
  readonly speed: number;
}

/** PV or wind: may be used up to what is available, the rest is curtailed. */
export interface Renewable {
  readonly id: string;
  readonly kind: 'pv' | 'wind';
  readonly availableKw: SlotSeries;
}

/** A doubt about an input that the plan carries along. */
export interface DataQualityNote {
  /** Where: `sites/hohhot/grid/importPrice`. */
  readonly subject: string;
  readonly kind: 'filled' | 'estimated' | 'assumed' | 'converted';
  /** Slots concerned; empty: all. */
  readonly slots: readonly number[];
  readonly message: string;
}
