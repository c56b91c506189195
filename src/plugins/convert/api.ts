/**
 * The door of convert: what others may call.
 *
 * @module
 */
export {
  findConversion,
  requestConversion,
  requestWithHandles,
  type Conversion,
  type ConversionWithHandles,
} from './conversions.ts'
export { onConversionFinished, type ConversionEnd } from './finished.ts'
export {
  countOpenConversions,
  findConversions,
  findConversionsOfEach,
  signResult,
  type StartedConversion,
} from './find-conversions.ts'
export { forgetConversions, setConversions } from './forget.ts'
export { saveMark } from './marks.ts'
export { onArrival, sweepArrivals, type ArrivalRule } from './on-arrival.ts'
export {
  requireRenditions,
  startConversions,
  type ConversionStart,
  type Renditions,
} from './start-conversions.ts'
export { variantVersion, type VariantSource } from './variant-version.ts'
