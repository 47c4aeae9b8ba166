import Testing

@testable import KinesphereMovement
