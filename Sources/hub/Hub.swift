@main struct Hub { static func main() { print("hub") } }
