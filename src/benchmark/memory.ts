const SAMPLE_EVERY_MILLISECONDS = 20;

/** Most resident memory of this process so far, by the system's count. */
export function peakResidentBytes(): number {
  // maxRSS is in kilobytes.
  return 1024 * process.resourceUsage().maxRSS;
}

/**
 * Watches the resident memory of this process, worker threads included. The system's own peak misses nothing but
 * covers the whole life of the process; samples cover the time of watching, between two turns of the event loop.
 */
export function watchMemory() {
  let largest = process.memoryUsage.rss();
  const timer = setInterval(() => {
    largest = Math.max(largest, process.memoryUsage.rss());
  }, SAMPLE_EVERY_MILLISECONDS);
  timer.unref();
  return {
    stop(): { readonly peakResidentBytes: number; readonly largestSampleBytes: number } {
      clearInterval(timer);
      largest = Math.max(largest, process.memoryUsage.rss());
      return { peakResidentBytes: peakResidentBytes(), largestSampleBytes: largest };
    },
  };
}
