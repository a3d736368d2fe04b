# From a script to the lines of StatsD, with tags as DogStatsD has them.
BEGIN {
  FS = "\t"
  type["time"] = "ms"; type["count"] = "c"; type["gauge"] = "g"; type["step"] = "g"
  type["set"] = "s"; type["histogram"] = "h"
}
{
  sign = $1 == "step" && $3 > 0 ? "+" : ""
  rate = $4 == 1 ? "" : "|@" $4
  tags = $5 == "" ? "" : "|#" $5 ":" $6
  print $2 ":" sign $3 "|" type[$1] rate tags
}
