// Narrows every rate limit of this process to RATE_LIMIT_POINTS per RATE_LIMIT_SECONDS, so that a
// test can run into one and live through it; how the server counts and answers stays its own.
import limiters from 'rate-limiter-flexible'

const narrowed = { points: process.env.RATE_LIMIT_POINTS, duration: process.env.RATE_LIMIT_SECONDS }

for (const [name, value] of Object.entries(narrowed)) {
  if (value === undefined) continue
  const property = { get: () => Number(value), set: () => {} }
  Object.defineProperty(limiters.RateLimiterMemory.prototype, name, property)
}
