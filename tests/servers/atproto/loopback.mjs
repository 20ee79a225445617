// Imported first: from here on every server of this process listens on 127.0.0.1 and nowhere else.
import { Server } from 'node:net'

const listen = Server.prototype.listen

Server.prototype.listen = function (where, ...rest) {
  const wanted = where !== null && typeof where === 'object' ? where : { port: Number(where ?? 0) }
  const ready = [where, ...rest].find((argument) => typeof argument === 'function')
  return listen.call(this, { ...wanted, host: '127.0.0.1' }, ready)
}
