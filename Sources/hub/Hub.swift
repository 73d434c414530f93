import Connectors
@main struct Hub { static func main() { print(versions()) } }
