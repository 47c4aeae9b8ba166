import Kinesphere
