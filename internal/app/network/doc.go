// Package network holds the published facts about England: which practice is
// in which primary care network (PCN), sub-ICB location, integrated care board
// (ICB) and region, how many patients are registered, and who reports mental
// health practitioners. From them it works out entitlement and coverage on
// any date.
//
// Facts are effective-dated: what holds on a day comes from the latest
// publication on or before it, and every answer says which that was. Where
// nothing was published there is no answer; it is never 0.
package network
