// Package snapshot holds the published facts of July and June 2026 in one
// small file: every practice with its network, sub-ICB location, ICB, region,
// supplier and list size by sex and age (1 July 2026), the mental health
// practitioners that networks reported (30 June 2026), and the deprivation
// scores of practices (2025). network.LoadSnapshot reads it.
//
// Make it anew from the published files with
//
//	go run ./internal/app/network/snapshot/generate MAPPING.zip QUIN-AGE.zip WORKFORCE.zip DEPRIVATION.csv
package snapshot

import _ "embed"

// England is the gzip file; see the network package for its lines.
//
//go:embed england.tsv.gz
var England []byte

// Attribution is what the licence of the facts asks to be shown.
const Attribution = "Contains public sector information from NHS England (Patients Registered at a GP Practice; Primary Care Network Workforce; Organisation Data Service) and OHID (Fingertips), licensed under the Open Government Licence v3.0."

// Licence is the licence's address.
const Licence = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
