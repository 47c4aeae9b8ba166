import Testing

@testable import KinesphereExport
