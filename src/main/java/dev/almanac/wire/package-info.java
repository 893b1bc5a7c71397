/// The schema seam: domain values to Avro records and back, and the registry client. The only package that sees generated
/// classes. In: bytes or values. Out: values or bytes. Never: a decision.
package dev.almanac.wire;
