// A PDS and its PLC directory: node start.mjs PDS_PORT PLC_PORT. Prints "ready", ends on SIGTERM.
import './loopback.mjs'
import './limits.mjs'
import { TestNetworkNoAppView } from '@atproto/dev-env'

const [pdsPort, plcPort] = process.argv.slice(2).map(Number)
await TestNetworkNoAppView.create({
  plc: { port: plcPort },
  pds: {
    port: pdsPort,
    hostname: 'localhost',
    serviceHandleDomains: ['.test'],
    rateLimitsEnabled: true,
    adminPassword: process.env.ADMIN_PASSWORD,
    rateLimitBypassKey: process.env.RATE_LIMIT_BYPASS,
  },
})
process.once('SIGTERM', () => process.exit(0)) // nothing here is to be kept
console.log('ready')
