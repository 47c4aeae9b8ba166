import Testing

@testable import KinesphereStudio
