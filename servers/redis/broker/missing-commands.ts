// The Redis 7 commands that the broker does not have, so that a learner gets an explanation instead of "unknown".

const names = new Set(
  `acl append asking bgrewriteaof bgsave bitcount bitfield bitfield_ro bitop bitpos blmove blmpop blpop brpop brpoplpush
  bzmpop bzpopmax bzpopmin client|caching client|getredir client|kill client|pause client|reply client|tracking
  client|trackinginfo client|unblock client|unpause cluster command|getkeys command|getkeysandflags config copy dbsize
  debug decr decrby del discard dump eval eval_ro evalsha evalsha_ro exec exists expire expireat expiretime failover
  fcall fcall_ro flushall flushdb function geoadd geodist geohash geopos georadius georadius_ro georadiusbymember
  georadiusbymember_ro geosearch geosearchstore get getbit getdel getex getrange getset hdel hexists hget hgetall
  hincrby hincrbyfloat hkeys hlen hmget hmset hrandfield hscan hset hsetnx hstrlen hvals incr incrby incrbyfloat keys
  lastsave latency lcs lindex linsert llen lmove lmpop lolwut lpop lpos lpush lpushx lrange lrem lset ltrim memory mget
  migrate module monitor move mset msetnx multi object persist pexpire pexpireat pexpiretime pfadd pfcount pfdebug
  pfmerge pfselftest psetex psync pttl randomkey readonly readwrite rename renamenx replconf replicaof restore
  restore-asking role rpop rpoplpush rpush rpushx sadd save scan scard script sdiff sdiffstore set setbit setex setnx
  setrange shutdown sinter sintercard sinterstore sismember slaveof slowlog smembers smismember smove sort sort_ro spop
  srandmember srem sscan strlen substr sunion sunionstore swapdb sync time touch ttl type unlink unwatch wait watch xack
  xadd xautoclaim xclaim xdel xgroup xinfo xlen xpending xrange xread xreadgroup xrevrange xsetid xtrim zadd zcard
  zcount zdiff zdiffstore zincrby zinter zintercard zinterstore zlexcount zmpop zmscore zpopmax zpopmin zrandmember
  zrange zrangebylex zrangebyscore zrangestore zrank zrem zremrangebylex zremrangebyrank zremrangebyscore zrevrange
  zrevrangebylex zrevrangebyscore zrevrank zscan zscore zunion zunionstore`.split(/\s+/),
);

/** Whether Redis has this command and the broker doesn't. `name` is the full lower-case name. */
export function isRedisCommand(name: string): boolean {
  return names.has(name);
}
