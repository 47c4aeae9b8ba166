import Testing

@testable import Kinesphere

@Suite struct RoomScheduleTests {
  @Test func theFirstSecondTeachesMoreThanTheRest() {
    let schedule = RoomSchedule(frameCount: 600, rate: 30)
    let taught = (0..<schedule.reach).filter(schedule.teaches)
    #expect(schedule.reach == 600 && taught.first == 0)
    #expect(taught.filter { $0 < 30 }.count == 15)
    #expect(taught.filter { $0 >= 30 }.count == 38)
  }

  @Test func aLongOrUnknownRecordingIsReadForSomeMinutes() {
    for count in [nil, 0, 100_000] as [Int?] {
      let schedule = RoomSchedule(frameCount: count, rate: nil)
      #expect(schedule.reach == 3_000)
      #expect((0..<3_000).filter(schedule.teaches).count <= RoomSchedule.background.capacity)
    }
  }

  @Test func aShortRecordingTeachesEveryFrame() {
    let schedule = RoomSchedule(frameCount: 3, rate: 0.5)
    #expect((0..<schedule.reach).filter(schedule.teaches) == [0, 1, 2])
  }
}
