/// The parts of a glTF 2.0 document that an animated skeleton needs, named as the specification names them.
///
/// Source: Khronos glTF 2.0 specification, ISO/IEC 12113:2022.
struct GLTFDocument: Encodable {
  struct Asset: Encodable {
    var version = "2.0"
    var generator = "kinesphere export"
    var extras: Extras
  }

  /// What a reader who wants the camera's frame back needs.
  struct Extras: Encodable {
    var frame: String
    /// Subtracted from every place, in metres.
    var origin: [Float]
    var rate: Double
  }

  struct Scene: Encodable { var name: String, nodes: [Int] }

  struct Node: Encodable {
    var name: String
    var translation: [Float]?
    var rotation: [Float]?
    var children: [Int]?
    var mesh: Int?
    var skin: Int?
  }

  struct Skin: Encodable {
    var name: String
    var inverseBindMatrices: Int
    var joints: [Int]
    var skeleton: Int
  }

  struct Mesh: Encodable {
    struct Primitive: Encodable {
      var attributes: [String: Int]
      var indices: Int
      var material: Int
    }
    var name: String
    var primitives: [Primitive]
  }

  struct Material: Encodable {
    struct Metallic: Encodable {
      var baseColorFactor: [Float]
      var metallicFactor: Float = 0
      var roughnessFactor: Float = 0.8
    }
    var name: String
    var pbrMetallicRoughness: Metallic
  }

  struct Accessor: Encodable {
    var bufferView: Int
    var componentType: Int
    var count: Int
    var type: String
    var min: [Float]?
    var max: [Float]?
  }

  struct BufferView: Encodable {
    var buffer = 0
    var byteOffset: Int
    var byteLength: Int
    var target: Int?
  }

  struct Buffer: Encodable { var byteLength: Int }

  struct Animation: Encodable {
    struct Sampler: Encodable {
      var input: Int
      var interpolation = "LINEAR"
      var output: Int
    }
    struct Channel: Encodable {
      struct Target: Encodable { var node: Int, path: String }
      var sampler: Int
      var target: Target
    }
    var name: String
    var samplers: [Sampler] = []
    var channels: [Channel] = []
  }

  var asset: Asset
  var scene = 0
  var scenes: [Scene] = []
  var nodes: [Node] = []
  var skins: [Skin] = []
  var meshes: [Mesh] = []
  var materials: [Material] = []
  var animations: [Animation] = []
  var accessors: [Accessor] = []
  var bufferViews: [BufferView] = []
  var buffers: [Buffer] = []
}
